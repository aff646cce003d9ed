package io.usercenter.platform.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
  void everyRunbookIsAsSevereAsItsAlert() throws IOException {
    for (Map.Entry<String, Map<?, ?>> alert : alerts().entrySet()) {
      Path runbook = ComposeStack.ROOT.resolve("docs/runbooks/" + alert.getKey() + ".md");
      Object severity = map(alert.getValue().get("labels")).get("severity");

      assertThat(runbook)
          .content()
          .startsWith("---\nalerts: [" + alert.getKey() + "]\nseverity: " + severity + "\n---\n");
    }
  }

  @Test
  void everyAlertLinksToADashboard() throws IOException {
    Set<String> links = new TreeSet<>();
    for (Path file : files(ComposeStack.ROOT.resolve("grafana/dashboards"), ".json")) {
      links.add("/d/" + JSON.std.mapFrom(Files.readString(file)).get("uid"));
    }

    assertThat(links).isNotEmpty();
    alerts()
        .forEach((name, alert) ->
            assertThat(map(alert.get("annotations")).get("dashboard_url")).as(name).isIn(links));
  }

  @Test
  void everyAlertHasAUnitTestThatShowsItQuietFiringAndResolved() throws IOException {
    Set<String> proven = new TreeSet<>();
    for (Path file : files(PROMETHEUS.resolve("tests"), ".yml")) {
      for (Map<?, ?> test : maps(yaml(file).get("tests"))) {
        List<Map<?, ?>> looks = maps(test.get("alert_rule_test"));
        String course =
            looks.stream()
                .map(look -> maps(look.get("exp_alerts")).isEmpty() ? "-" : "F")
                .collect(Collectors.joining());
        // It always fires: there is neither a before nor an after.
        if (course.matches("-+F+-+") || String.valueOf(test.get("name")).equals("Watchdog")) {
          looks.forEach(look -> proven.add(String.valueOf(look.get("alertname"))));
        }
      }
    }

    assertThat(proven).containsExactlyInAnyOrderElementsOf(alerts().keySet());
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

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }
}
