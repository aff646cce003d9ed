package io.usercenter.platform.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeLoaderTest {

  @TempDir Path directory;

  private Project load(String compose) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), compose);
    return load(Map.of(), LoadRequest.Overrides.NONE);
  }

  private Project load(Map<String, String> environment, LoadRequest.Overrides overrides) {
    return ComposeLoader.load(
        new LoadRequest(directory, List.of(), List.of(), environment, overrides));
  }

  @Test
  void tellsWhereAValueWasWritten() throws IOException {
    Project project =
        load(
            """
            name: shop
            services:
              api:
                image: api:1
                ports:
                  - "8080:80"
                environment:
                  - MODE=fast
            """);

    assertThat(project.positions().of("services.api.ports[0]")).isEqualTo("compose.yaml:6:9");
    assertThat(project.positions().of("services", "api", "image")).isEqualTo("compose.yaml:4:5");
    assertThat(project.positions().of("services.api.environment.MODE"))
        .isEqualTo("compose.yaml:8:9");
    assertThat(project.positions().of("services.api.networks.default"))
        .isEqualTo("compose.yaml:3:3");
  }

  @Test
  void keepsValuesBesideTheirPrintedForm() throws IOException {
    Project project = load("name: shop\nservices: {a: {image: x, command: [echo, $$HOME]}}\n");

    assertThat(project.services().get("a")).containsEntry("command", List.of("echo", "$HOME"));
    assertThat(CanonicalText.json(project.tree())).contains("\"$$HOME\"");
  }

  @Test
  void findsTheFileInADirectoryAboveAndItsOverride() throws IOException {
    Files.writeString(directory.resolve("docker-compose.yml"), "services: {a: {image: x}}\n");
    Files.writeString(
        directory.resolve("docker-compose.override.yml"), "services: {a: {tty: true}}\n");
    Path below = Files.createDirectories(directory.resolve("b/c"));

    Project project = ComposeLoader.load(new LoadRequest(below, List.of(), List.of(), Map.of()));

    assertThat(project.services().get("a")).containsEntry("tty", true);
    assertThat(project.origin().files()).hasSize(2);
  }

  @Test
  void readsFilesAndProfilesNamedByTheEnvironment() throws IOException {
    Files.writeString(
        directory.resolve(".env"), "COMPOSE_FILE=a.yaml;b.yaml\nCOMPOSE_PATH_SEPARATOR=;\n");
    Files.writeString(directory.resolve("a.yaml"), "services: {a: {image: x, profiles: [p]}}\n");
    Files.writeString(directory.resolve("b.yaml"), "services: {b: {image: y, profiles: [q]}}\n");

    Project project = load(Map.of("COMPOSE_PROFILES", "p"), LoadRequest.Overrides.NONE);

    assertThat(project.services()).containsOnlyKeys("a");
    assertThat(project.origin().disabledServices()).containsExactly("b");
  }

  @Test
  void letsTheCommandLineWinOverTheEnvironment() throws IOException {
    Files.writeString(
        directory.resolve("compose.yaml"), "name: written\nservices: {a: {image: 'x:${T}'}}\n");
    Files.writeString(directory.resolve("other.env"), "T=7\n");
    Map<String, String> environment = Map.of("COMPOSE_PROJECT_NAME", "exported");

    Project given =
        load(environment, new LoadRequest.Overrides("option", null, List.of(Path.of("other.env"))));
    Project exported = load(environment, LoadRequest.Overrides.NONE);

    assertThat(given.name()).isEqualTo("option");
    assertThat(given.services().get("a")).containsEntry("image", "x:7");
    assertThat(exported.name()).isEqualTo("exported");
  }

  @Test
  void reportsAHostPortThatTwoServicesPublish() throws IOException {
    Project project =
        load(
            """
            services:
              a: {image: x, ports: ["80:80", "127.0.0.1:81:81"]}
              b:
                image: y
                ports:
                  - "127.0.0.1:80:8080"
                  - "127.0.0.2:81:81"
                  - "80:80/udp"
            """);
    Problems problems = new Problems();

    ProjectChecks.conflictingPorts(project, problems);

    assertThat(problems.found())
        .containsExactly(
            new Problem(
                "host port 80/tcp is published twice",
                "compose.yaml:6:9, services.b.ports[0]",
                "service 'a' publishes it in compose.yaml:2:25",
                "publish one of the two on another host port"));
  }

  @Test
  void loadsAThousandServicesQuickly() throws IOException {
    StringBuilder stack = new StringBuilder("services:\n");
    for (int i = 0; i < 1000; i++) {
      stack.append("  s").append(i).append(":\n    image: x\n");
      if (i >= 3) {
        stack.append("    depends_on: [s").append(i - 1).append(", s").append(i - 2);
        stack.append(", s").append(i - 3).append("]\n");
      }
    }
    load(stack.toString());

    long start = System.nanoTime();
    Project project = load(stack.toString());

    assertThat(project.services()).hasSize(1000);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void writesYamlThatReadsBackToTheSameTree() throws IOException {
    Project project =
        load(
            """
            services:
              a:
                image: x
                cpus: 1.5
                scale: 2
                command: ["yes", "1", "", "~", " lead", "trail ", "a: b", "# no", "two\\nlines\\n", "é", "on"]
                environment: {A: "", B: "true", C: "0x1", D: "$$", E: , F: "1e3", G: "=", H: "<<", I: "1:30"}
            """);
    Path file = directory.resolve("printed.yaml");

    Files.writeString(file, CanonicalText.yaml(project.tree()));

    assertThat(YamlFile.read(file).tree()).isEqualTo(project.tree());
  }
}
