package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DevelopmentTest {

  private static final List<String> BUILT =
      List.of("java", "@options", "-XX:AOTCache=/app/service.aot", "-jar", "app.jar", "-f", "etc");

  private static Development.Program program(Optional<Path> archive) {
    return new Development.Program(
        Path.of("/here/api-1.jar"), Path.of("/here/libraries.jar"), "api.Main", archive);
  }

  @Test
  void theProgramIsBehindItsLibrariesOnTheClassPath() {
    assertThat(program(Optional.empty()).command(BUILT, "/app/lib"))
        .containsExactly(
            "java",
            "@options",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            "/app/lib/libraries.jar:/app/lib/api-1.jar",
            "api.Main",
            "-f",
            "etc");
  }

  @Test
  void anArchiveOfTheLibrariesTakesThePlaceOfTheCache() {
    assertThat(program(Optional.of(Path.of("/here/libraries.jsa"))).command(BUILT, "/app/lib"))
        .contains("-XX:AOTCache=/app/lib/libraries.jsa")
        .doesNotContain("-XX:AOTCache=/app/service.aot");
  }
}
