package io.usercenter.platform.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopingTest {

  @TempDir Path directory;

  private Project project;

  @BeforeEach
  void load() throws IOException {
    Files.writeString(
        directory.resolve("compose.yml"),
        """
        name: shop
        services:
          api: {image: 'a:1', environment: {JDK_JAVA_OPTIONS: -Dkept=yes, MODE: dev}, ports: ['80:80']}
          db: {image: 'd:1'}
        """);
    project =
        ComposeLoader.load(
            new LoadRequest(
                directory, List.of(directory.resolve("compose.yml")), List.of(), Map.of()));
  }

  private static Map<String, @Nullable Object> api(Project project) {
    return project.services().getOrDefault("api", Map.of());
  }

  @Test
  void aProcessListensForADebuggerOnLoopbackOnly() {
    Project developed = Developing.asProcesses(project, Map.of("api", 5005));

    assertThat(String.valueOf(api(developed).get("environment")))
        .contains("MODE=dev")
        .contains("-Dkept=yes -agentlib:jdwp=")
        .contains("suspend=n,address=127.0.0.1:5005");
    assertThat(developed.services().get("db")).isEqualTo(project.services().get("db"));
  }

  @Test
  void aContainerPublishesTheDebuggerOnLoopbackOnly() {
    Developing.Replacement replacement =
        new Developing.Replacement(
            List.of("java", "Main"),
            List.of("-f", "etc"),
            Map.of("/app/lib", directory.resolve("lib")));

    Project developed =
        Developing.asContainers(project, Map.of("api", 5005), Map.of("api", replacement));

    assertThat(String.valueOf(api(developed).get("ports")))
        .contains("host_ip=127.0.0.1, target=5005, published=5005")
        .contains("published=80");
    assertThat(String.valueOf(api(developed).get("volumes")))
        .contains("source=" + directory.resolve("lib") + ", target=/app/lib");
    assertThat(api(developed))
        .containsEntry("entrypoint", List.of("java", "Main"))
        .containsEntry("command", List.of("-f", "etc"));
    assertThat(api(developed)).containsEntry("stop_signal", "SIGKILL");
    assertThat(api(project)).doesNotContainKey("volumes");
  }
}
