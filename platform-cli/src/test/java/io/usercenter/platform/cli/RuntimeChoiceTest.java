package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.cli.StackOptions.Choice;
import io.usercenter.platform.compose.YamlFile;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.process.Recipes;
import io.usercenter.platform.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeChoiceTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void refusesARuntimeThatDoesNotExist() {
    assertThatThrownBy(() -> choice(Choice.AUTO, Map.of("PLATFORM_RUNTIME", "podman")))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(error.problems().getFirst().why()).contains("auto, docker or native");
            });
  }

  @Test
  void canDoWithoutWhatNeverRunsNativelyButNotWithoutWhatItDoesNotKnow() throws IOException {
    RuntimeChoice choice = choice(Choice.NATIVE, Map.of());

    assertThat(choice.dispensable()).containsExactly("traces");
    assertThat(choice.engine()).isEmpty();
  }

  private RuntimeChoice choice(Choice wanted, Map<String, String> environment) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("native.yml"), "services: {traces: {absent: nobody has them}}\n");
    Recipes recipes = Recipes.of(YamlFile.read(file, "native.yml").tree(), "native.yml");
    Stack stack = StackFixtures.shop();
    return RuntimeChoice.of(wanted, stack, () -> stack, Set.of(), recipes, environment, false);
  }
}
