package io.usercenter.platform.develop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReactorTest {

  @TempDir Path directory;

  @Test
  void findsTheModulesThatAServiceIsBuiltFromAndNoOthers() throws IOException {
    Sources sources = new Sources(directory);

    List<Module> modules = Reactor.modulesFor(sources.module());

    assertThat(modules).extracting(Module::name).containsExactly("base", "app");
    assertThat(modules).extracting(Module::jar).containsExactly("the-base-7.jar", "app.jar");
  }

  @Test
  void namesThePomThatCannotBeRead() throws IOException {
    Sources sources = new Sources(directory);
    Path broken = sources.write("group/base/pom.xml", "<project>");

    assertThatThrownBy(() -> Reactor.modulesFor(sources.module()))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> assertThat(error.problems().getFirst().where()).isEqualTo(broken.toString()));
  }

  @Test
  void knowsTheModulesOfThisRepository() {
    Path api = Path.of("../user-center-service/api").toAbsolutePath().normalize();

    assertThat(Reactor.modulesFor(api))
        .extracting(Module::name)
        .containsExactly("contract", "conventions", "api");
  }
}
