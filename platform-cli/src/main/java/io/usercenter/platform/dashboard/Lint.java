package io.usercenter.platform.dashboard;

import io.usercenter.platform.dashboard.Dashboard.Panel;
import io.usercenter.platform.dashboard.Dashboard.Place;
import io.usercenter.platform.dashboard.Dashboard.Target;
import io.usercenter.platform.dashboard.Dashboard.Variable;
import io.usercenter.platform.error.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong with dashboards, as far as their files tell. */
public final class Lint {

  /** The form that Grafana 10 and everything later reads without a loss. */
  private static final int SCHEMA = 39;

  private static final int PAGE_WIDTH = 24;

  /** What Grafana and the platform's viewer both show. */
  private static final Set<String> TYPES =
      Set.of("timeseries", "stat", "gauge", "bargauge", "table", "text", "row", "logs");

  private static final Set<String> WITHOUT_VALUES = Set.of("text", "row", "logs");

  private final Library library;
  private final List<Problem> problems;

  private Lint(Library library) {
    this.library = library;
    this.problems = new ArrayList<>(library.problems());
  }

  /** Decides whether a server would take PromQL. */
  @FunctionalInterface
  public interface Promql {

    /** What is wrong, by expression; without those that are right. */
    Map<String, String> complaints(Set<String> expressions) throws InterruptedException;
  }

  /** Everything that is wrong, file by file. */
  public static List<Problem> problems(Library library, Promql promql) throws InterruptedException {
    Lint lint = new Lint(library);
    Map<String, String> files = new HashMap<>();
    for (Dashboard dashboard : library.dashboards()) {
      String before = files.putIfAbsent(dashboard.uid(), library.name(dashboard));
      if (before != null) {
        lint.add(dashboard, "", "the uid '" + dashboard.uid() + "' is taken", before + " has it");
      }
      lint.check(dashboard);
    }
    lint.expressions(promql);
    return lint.problems;
  }

  private void check(Dashboard dashboard) {
    require(dashboard, !dashboard.uid().isEmpty(), "it has no uid", "links need one that stays");
    require(dashboard, !dashboard.title().isEmpty(), "it has no title", "nobody could find it");
    require(
        dashboard,
        dashboard.schemaVersion() == SCHEMA,
        "its schemaVersion is " + dashboard.schemaVersion(),
        "Grafana 10 and later and the viewer read " + SCHEMA);
    Set<Integer> ids = new HashSet<>();
    Map<Place, Panel> places = new LinkedHashMap<>();
    for (Panel panel : dashboard.panels()) {
      if (!ids.add(panel.id())) {
        add(dashboard, panel.title(), "its id " + panel.id() + " is taken", "ids are unique");
      }
      places.forEach((place, other) -> {
        if (place.overlaps(panel.place())) {
          add(dashboard, panel.title(), "it overlaps '" + other.title() + "'", "see gridPos");
        }
      });
      places.put(panel.place(), panel);
      check(dashboard, panel);
    }
    variables(dashboard);
  }

  private void check(Dashboard dashboard, Panel panel) {
    String title = panel.title().isEmpty() ? "panel " + panel.id() : panel.title();
    if (panel.title().isEmpty()) {
      add(dashboard, title, "it has no title", "nobody knows what it shows");
    }
    if (!TYPES.contains(panel.type())) {
      add(
          dashboard,
          title,
          "its type '" + panel.type() + "' is not known",
          "everywhere known are " + String.join(", ", TYPES.stream().sorted().toList()));
    }
    if (panel.place().width() < 1 || panel.place().x() + panel.place().width() > PAGE_WIDTH) {
      add(dashboard, title, "it is wider than the page", "a page has 24 columns");
    }
    if (panel.type().equals("row")) {
      return;
    }
    if (panel.description().isEmpty()) {
      add(dashboard, title, "it has no description", "say what is shown and what is bad");
    }
    if (!WITHOUT_VALUES.contains(panel.type())) {
      units(dashboard, title, panel);
    }
    if (!panel.type().equals("text") && panel.targets().isEmpty()) {
      add(dashboard, title, "it asks for nothing", "it has no targets");
    }
    targets(dashboard, title, panel);
  }

  private void units(Dashboard dashboard, String title, Panel panel) {
    List<String> units = new ArrayList<>(panel.units());
    if (panel.unit().isEmpty()) {
      add(dashboard, title, "it has no unit", "numbers without one mean nothing; or say 'none'");
    } else {
      units.add(panel.unit());
    }
    for (String unit : units) {
      if (!Units.known(unit)) {
        add(
            dashboard,
            title,
            "the unit '" + unit + "' is not known",
            "see Grafana's list of units");
      }
    }
  }

  private void targets(Dashboard dashboard, String title, Panel panel) {
    Set<String> names = new HashSet<>();
    for (Target target : panel.targets()) {
      if (!names.add(target.refId())) {
        add(dashboard, title, "the refId '" + target.refId() + "' is taken", "one for each query");
      }
      if (Expressions.uses(target.source()).isEmpty()) {
        add(
            dashboard,
            title,
            "its data source is '" + target.source() + "'",
            "through a variable it can be moved to another Grafana: \"uid\": \"${datasource}\"");
      }
    }
  }

  private void variables(Dashboard dashboard) {
    Set<String> defined = new HashSet<>();
    for (Variable variable : dashboard.variables()) {
      defined.add(variable.name());
    }
    Set<String> used = new HashSet<>();
    for (Panel panel : dashboard.panels()) {
      panel.targets().forEach(target -> used.addAll(Expressions.uses(target.json())));
      panel.targets().forEach(target -> used.addAll(Expressions.uses(target.source())));
    }
    Set<String> unknown = new HashSet<>(used);
    unknown.removeAll(defined);
    unknown.forEach(
        name -> add(dashboard, "", "the variable '" + name + "' does not exist", "see templating"));
    dashboard.variables().forEach(variable -> used.addAll(Expressions.uses(variable.query())));
    for (String name : defined) {
      if (!used.contains(name)) {
        add(dashboard, "", "the variable '" + name + "' is used by nothing", "remove it");
      }
    }
  }

  private void expressions(Promql promql) throws InterruptedException {
    Set<String> all = new HashSet<>();
    for (Dashboard dashboard : library.dashboards()) {
      dashboard.panels().forEach(panel -> all.addAll(expressions(panel)));
    }
    Map<String, String> wrong = promql.complaints(all);
    for (Dashboard dashboard : library.dashboards()) {
      for (Panel panel : dashboard.panels()) {
        for (String expression : expressions(panel)) {
          String complaint = wrong.get(expression);
          if (complaint != null) {
            add(dashboard, panel.title(), "Prometheus refuses " + expression, complaint);
          }
        }
      }
    }
  }

  private static List<String> expressions(Panel panel) {
    return panel.targets().stream()
        .filter(target -> target.sourceType().equals("prometheus"))
        .map(target -> Expressions.fill(target.expression(), Map.of()))
        .toList();
  }

  private void require(Dashboard dashboard, boolean condition, String what, String why) {
    if (!condition) {
      add(dashboard, "", what, why);
    }
  }

  private void add(Dashboard dashboard, String panel, String what, String why) {
    String where = library.name(dashboard) + (panel.isEmpty() ? "" : ", panel '" + panel + "'");
    problems.add(new Problem(what, where, why, "edit the file"));
  }
}
