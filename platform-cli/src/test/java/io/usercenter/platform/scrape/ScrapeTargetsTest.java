package io.usercenter.platform.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.scrape.ScrapeTargets.Locator;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.stack.Traits;
import io.usercenter.platform.stack.Traits.Metrics;
import io.usercenter.platform.wire.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ScrapeTargetsTest {

  @Test
  void theFilesInGitAreWhatTheComposeFileSays() throws IOException {
    Path directory = ComposeStack.ROOT.resolve("prometheus/targets");

    SortedMap<String, String> files =
        ScrapeTargets.of(ComposeStack.read(), "prod", Locator.COMPOSE);

    if (Boolean.getBoolean("golden.update")) {
      write(directory, files);
    }
    assertThat(read(directory)).isEqualTo(files);
  }

  @Test
  void labelsTheUserCenterAsItsDashboardsExpect() {
    String file =
        ScrapeTargets.of(ComposeStack.read(), "dev", Locator.COMPOSE).getOrDefault("api.yml", "");

    assertThat(yaml(file))
        .isEqualTo(
            List.of(
                Map.of(
                    "targets",
                    List.of("api:4001"),
                    "labels",
                    Map.of(
                        "job", "user_center-api",
                        "app", "user_center-api",
                        "env", "dev",
                        "instance", "api:4001"))));
  }

  @Test
  void keepsPigstysInstanceWhereverTheExporterListens() {
    Locator elsewhere = (_, port) -> Optional.of(new Address("127.0.0.1", 20_000 + port));

    String file =
        ScrapeTargets.of(ComposeStack.read(), "dev", elsewhere).getOrDefault("pg-exporter.yml", "");

    assertThat(file)
        .contains("targets: [\"127.0.0.1:29630\"]")
        .contains("instance: \"127.0.0.1:9630\"")
        .contains("ins: \"pg-user-1\"");
  }

  @Test
  void sendsAlertsToTheAlertmanager() {
    String file =
        ScrapeTargets.of(ComposeStack.read(), "dev", Locator.COMPOSE)
            .getOrDefault("alerting/alertmanager.yml", "");

    assertThat(yaml(file)).isEqualTo(List.of(Map.of("targets", List.of("alertmanager:9093"))));
  }

  @Test
  void leavesAFileWithoutTargetsForAServiceThatDoesNotRun() {
    SortedMap<String, String> files =
        ScrapeTargets.of(ComposeStack.read(), "dev", (_, _) -> Optional.empty());

    assertThat(files).containsKeys("jaeger.yml", "alerting/alertmanager.yml");
    assertThat(files.values()).allSatisfy(file -> assertThat(yaml(file)).isEqualTo(List.of()));
  }

  @Test
  void quotesWhatLabelsContainAndSetsAnUnusualPath() {
    Metrics metrics = new Metrics(80, "/m", "j", Map.of("note", "a \"b\": \\c\n#"));
    Traits traits = new Traits("", Optional.empty(), Optional.of(metrics));
    Stack stack = new Stack("s", Map.of("a", ComposeStack.service("a", traits)), Map.of());

    String file = ScrapeTargets.of(stack, "dev", Locator.COMPOSE).getOrDefault("a.yml", "");

    assertThat(yaml(file).toString())
        .contains("note=a \"b\": \\c\n#")
        .contains("__metrics_path__=/m");
  }

  @Test
  void refusesAServiceNameThatWouldLeaveTheDirectory() {
    Metrics metrics = new Metrics(80, "/metrics", "j", Map.of());
    Traits traits = new Traits("", Optional.empty(), Optional.of(metrics));
    Stack stack = new Stack("s", Map.of("../a", ComposeStack.service("../a", traits)), Map.of());

    assertThatThrownBy(() -> ScrapeTargets.of(stack, "dev", Locator.COMPOSE))
        .hasMessageContaining("'../a'");
  }

  private static Object yaml(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }

  private static void write(Path directory, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling("."));
      Files.writeString(path, file.getValue());
    }
  }

  private static SortedMap<String, String> read(Path directory) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(path).toString(), Files.readString(path));
      }
    }
    return files;
  }
}
