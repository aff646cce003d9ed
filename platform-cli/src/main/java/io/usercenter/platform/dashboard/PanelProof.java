package io.usercenter.platform.dashboard;

import io.usercenter.platform.dashboard.Dashboard.Panel;
import io.usercenter.platform.dashboard.Dashboard.Target;
import io.usercenter.platform.dashboard.Dashboard.Variable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs every query of every panel through a Grafana, and looks whether data comes. */
public final class PanelProof {

  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((.*),\\s*([A-Za-z_][A-Za-z0-9_]*)\\)");

  private static final String RANGE = "now-5m";
  private static final int POINTS = 300;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Grafana grafana;
  private final Duration patience;

  /** What became of a query. */
  public enum Outcome {
    DATA,
    /** No data, and its panel says why. */
    EXPLAINED,
    EMPTY,
    FAILED
  }

  /**
   * A query and what became of it.
   *
   * @param detail how many series, the panel's reason, or the error
   */
  public record Result(
      String dashboard, String panel, String refId, Outcome outcome, String detail) {

    public boolean good() {
      return outcome == Outcome.DATA || outcome == Outcome.EXPLAINED;
    }
  }

  /**
   * @param patience how long data may take to arrive
   */
  public PanelProof(Grafana grafana, Duration patience) {
    this.grafana = grafana;
    this.patience = patience;
  }

  /** One result for each query that is not hidden. */
  public List<Result> prove(Dashboard dashboard) throws InterruptedException {
    Map<String, String> chosen = chosen(dashboard);
    List<Result> results = new ArrayList<>();
    for (Panel panel : dashboard.panels()) {
      for (Target target : panel.targets()) {
        if (!target.hidden()) {
          results.add(prove(dashboard, panel, target, chosen));
        }
      }
    }
    return results;
  }

  /** Values for variables that cannot stand for everything. */
  private Map<String, String> chosen(Dashboard dashboard) throws InterruptedException {
    Map<String, String> chosen = new HashMap<>();
    for (Variable variable : dashboard.variables()) {
      String value =
          switch (variable.type()) {
            case "datasource" ->
                variable.current().isEmpty() ? variable.query() : variable.current();
            case "query" -> variable.all() ? ".*" : firstValue(variable, chosen);
            default -> variable.current().isEmpty() ? variable.query() : variable.current();
          };
      chosen.put(variable.name(), value);
    }
    return chosen;
  }

  private String firstValue(Variable variable, Map<String, String> chosen)
      throws InterruptedException {
    Matcher form = LABEL_VALUES.matcher(variable.query());
    if (!form.matches()) {
      return ".*";
    }
    String label = form.group(2);
    String promql = "group by (" + label + ") (" + Expressions.fill(form.group(1), chosen) + ")";
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("refId", "V");
    query.put("datasource", Map.of("type", "prometheus", "uid", chosen.get("datasource")));
    query.put("expr", promql);
    query.put("instant", true);
    return grafana.query(query, RANGE).at("frames").items().stream()
        .flatMap(frame -> frame.at("schema", "fields").items().stream())
        .map(field -> field.at("labels", label).text())
        .filter(value -> !value.isEmpty())
        .sorted()
        .findFirst()
        .orElse(".*");
  }

  private Result prove(Dashboard dashboard, Panel panel, Target target, Map<String, String> chosen)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Value result = grafana.query(query(target, chosen), RANGE);
      Optional<Result> last = verdict(dashboard, panel, target, result);
      if (last.isPresent()) {
        return last.get();
      }
      if (System.nanoTime() >= end) {
        return new Result(
            dashboard.uid(),
            panel.title(),
            target.refId(),
            Outcome.EMPTY,
            "no data within " + patience.toSeconds() + " s: " + target.expression());
      }
      Thread.sleep(PAUSE);
    }
  }

  private static Map<String, Object> query(Target target, Map<String, String> chosen) {
    try {
      Map<String, Object> query = new LinkedHashMap<>();
      if (Value.parse(filled(target.json(), chosen)).raw() instanceof Map<?, ?> map) {
        map.forEach((key, value) -> query.put(String.valueOf(key), value == null ? "" : value));
      }
      query.put("refId", target.refId());
      query.put(
          "datasource",
          Map.of("type", target.sourceType(), "uid", filled(target.source(), chosen)));
      query.put("maxDataPoints", POINTS);
      query.put("intervalMs", 1_000);
      return query;
    } catch (IOException impossible) {
      throw new UncheckedIOException("it was written as JSON", impossible);
    }
  }

  /** What Grafana itself knows is left for it to fill in. */
  private static String filled(String text, Map<String, String> chosen) {
    return Variable.USE
        .matcher(text)
        .replaceAll(use -> {
          String value = chosen.get(Expressions.name(use));
          return Matcher.quoteReplacement(value == null ? use.group() : value);
        });
  }

  /** Nothing when it is too early to say. */
  private static Optional<Result> verdict(
      Dashboard dashboard, Panel panel, Target target, Value result) {
    String error = result.at("error").text();
    long series = result.at("frames").items().stream().filter(PanelProof::hasValues).count();
    Outcome outcome;
    String detail;
    if (error.isEmpty() && series > 0) {
      outcome = Outcome.DATA;
      detail = series == 1 ? "1 series" : series + " series";
    } else if (!panel.excuse().isEmpty()) {
      outcome = Outcome.EXPLAINED;
      detail = panel.excuse();
    } else if (!error.isEmpty()) {
      outcome = Outcome.FAILED;
      detail = error;
    } else {
      return Optional.empty();
    }
    return Optional.of(new Result(dashboard.uid(), panel.title(), target.refId(), outcome, detail));
  }

  private static boolean hasValues(Value frame) {
    return frame.at("data", "values").items().stream()
        .skip(1)
        .flatMap(column -> column.items().stream())
        .anyMatch(value -> value.raw() != null);
  }
}
