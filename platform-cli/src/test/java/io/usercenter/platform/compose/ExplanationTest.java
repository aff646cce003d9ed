package io.usercenter.platform.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTest {

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(directory.resolve(".env"), "OTHER=1\nLEVEL=debug\n");
    Files.writeString(directory.resolve("api.env"), "ZONE=eu\n");
    Files.writeString(
        directory.resolve("compose.yml"),
        """
        name: shop
        services:
          api:
            image: api:1
            env_file: api.env
            environment:
              LEVEL: ${LEVEL:-info}
              DB_PASSWORD: hidden
        """);
  }

  private List<String> explain(String variable, Map<String, String> environment) {
    Project project =
        ComposeLoader.load(
            new LoadRequest(
                directory, List.of(directory.resolve("compose.yml")), List.of(), environment));
    return Explanation.of(project, variable, environment);
  }

  @Test
  void namesTheLineOfTheEnvFileAndOfTheService() {
    List<String> lines = explain("LEVEL", Map.of());

    assertThat(lines)
        .containsExactly(
            "compose files: 'debug', from " + directory.resolve(".env") + ":2",
            "  used in " + directory.resolve("compose.yml") + ":7: ${LEVEL:-info}",
            "service api: 'debug', from compose.yml:7:7");
  }

  @Test
  void saysThatTheEnvironmentOfTheProcessWins() {
    List<String> lines = explain("LEVEL", Map.of("LEVEL", "warn"));

    assertThat(lines)
        .contains("compose files: 'warn', from the environment of the process")
        .contains(
            "compose files: a value, from "
                + directory.resolve(".env")
                + ":2, which loses against the environment")
        .anyMatch(line -> line.startsWith("service api: 'warn'"));
  }

  @Test
  void namesTheEnvFileOfAService() {
    assertThat(explain("ZONE", Map.of()))
        .containsExactly("service api: 'eu', from its env_file (compose.yml:5:5)");
  }

  @Test
  void hidesWhatLooksLikeASecret() {
    assertThat(explain("DB_PASSWORD", Map.of()))
        .singleElement()
        .asString()
        .contains("a value that is not shown")
        .doesNotContain("hidden");
  }

  @Test
  void failsForAVariableThatNothingKnows() {
    assertThatThrownBy(() -> explain("NOTHING", Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("NOTHING");
  }
}
