package io.usercenter.platform.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class RulesTest {

  private static final Path PROMETHEUS = ComposeStack.ROOT.resolve("prometheus");

  @Test
  void everyAlertSaysHowBadItIsAndWhatToDo() throws IOException {
    Map<String, Map<?, ?>> alerts = alerts();

    assertThat(alerts).isNotEmpty();
    alerts.forEach((name, alert) -> {
      Map<?, ?> labels = map(alert.get("labels"));
      Map<?, ?> annotations = map(alert.get("annotations"));
      assertThat(labels.get("severity")).as(name).isIn("critical", "warning", "info", "none");
      assertThat(labels.get("owner")).as(name).isNotNull();
      assertThat(annotations.get("summary")).as(name).isNotNull();
      assertThat(annotations.get("description")).as(name).isNotNull();
      assertThat(annotations.get("runbook_url"))
          .as(name)
          .isEqualTo("docs/runbooks/" + name + ".md");
    });
  }

  @Test
  void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
    Path runbooks = ComposeStack.ROOT.resolve("docs/runbooks");

    List<String> names =
        files(runbooks, ".md").stream()
            .map(path -> path.getFileName().toString().replace(".md", ""))
            .toList();

    assertThat(names).containsExactlyInAnyOrderElementsOf(alerts().keySet());
  }

  @Test
  void everyRunbookSaysWhatToCheckToDoAndToVerify() throws IOException {
    for (Path runbook : files(ComposeStack.ROOT.resolve("docs/runbooks"), ".md")) {
      assertThat(runbook)
          .content()
          .contains("## What it means", "## Check", "## Act", "## Verify", "platform ");
    }
  }

  @Test
  void everyAlertHasAUnitTestThatMakesItFire() throws IOException {
    List<String> firing = new ArrayList<>();
    for (Path file : files(PROMETHEUS.resolve("tests"), ".yml")) {
      for (Map<?, ?> test : maps(yaml(file).get("tests"))) {
        for (Map<?, ?> alert : maps(test.get("alert_rule_test"))) {
          if (!maps(alert.get("exp_alerts")).isEmpty()) {
            firing.add(String.valueOf(alert.get("alertname")));
          }
        }
      }
    }

    assertThat(firing).containsExactlyInAnyOrderElementsOf(alerts().keySet());
  }

  @Test
  void promtoolAcceptsTheFilesAndTheUnitTestsPass() throws Exception {
    Path promtool = promtool();

    List<String> rules = names(files(PROMETHEUS.resolve("rules"), ".yml"));
    List<String> tests = names(files(PROMETHEUS.resolve("tests"), ".yml"));

    assertPasses(promtool, List.of("check", "rules"), rules);
    assertPasses(promtool, List.of("test", "rules"), tests);
    assertPasses(
        promtool, List.of("check", "config"), names(List.of(PROMETHEUS.resolve("prometheus.yml"))));
    assertPasses(
        promtool,
        List.of("check", "config"),
        names(List.of(PROMETHEUS.resolve("prometheus-dev.yml"))));
  }

  private static Path promtool() {
    String given = Optional.ofNullable(System.getenv("PROMTOOL")).orElse("");
    List<Path> candidates = new ArrayList<>(given.isEmpty() ? List.of() : List.of(Path.of(given)));
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      candidates.add(Path.of(directory, "promtool"));
    }
    return candidates.stream().filter(Files::isExecutable).findFirst().orElseGet(RulesTest::skip);
  }

  private static Path skip() {
    String reason =
        "SKIPPED: the unit tests of the alert rules were not run, because promtool is neither in"
            + " PATH nor named by the environment variable PROMTOOL";
    System.getLogger(RulesTest.class.getName()).log(System.Logger.Level.WARNING, reason);
    return abort(reason);
  }

  private static void assertPasses(Path promtool, List<String> command, List<String> files)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(promtool.toString()));
    words.addAll(command);
    words.addAll(files);
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static Map<String, Map<?, ?>> alerts() throws IOException {
    Map<String, Map<?, ?>> alerts = new TreeMap<>();
    for (Path file : files(PROMETHEUS.resolve("rules"), ".yml")) {
      for (Map<?, ?> group : maps(yaml(file).get("groups"))) {
        for (Map<?, ?> rule : maps(group.get("rules"))) {
          if (rule.containsKey("alert")) {
            alerts.put(String.valueOf(rule.get("alert")), rule);
          }
        }
      }
    }
    return alerts;
  }

  private static List<Map<?, ?>> maps(@Nullable Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (list instanceof List<?> elements) {
      elements.forEach(element -> maps.add((Map<?, ?>) element));
    }
    return maps;
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Map<?, ?> yaml(Path file) throws IOException {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
  }

  private static List<String> names(List<Path> paths) {
    return paths.stream().map(Path::toString).toList();
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }
}
