package io.usercenter.platform.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A dashboard in Grafana's classic JSON.
 *
 * @param folder directory it is in, below the one all dashboards are in; empty for none
 * @param json the whole file
 * @param panels those of collapsed rows included, rows themselves too
 */
public record Dashboard(
    Path file,
    String folder,
    String uid,
    String title,
    int schemaVersion,
    String json,
    List<Variable> variables,
    List<Panel> panels) {

  /**
   * A variable that panels refer to.
   *
   * @param type such as {@code query} or {@code datasource}
   * @param query as text
   * @param all whether it may stand for all values
   * @param current the value it has when nobody chose one; may be empty
   */
  public record Variable(String name, String type, String query, boolean all, String current) {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    /** Any use of a variable: {@code $x}, {@code ${x}}, {@code ${x:fmt}} or {@code [[x]]}. */
    static final Pattern USE =
        Pattern.compile(
            "\\$(" + NAME + ")|\\$\\{(" + NAME + ")(?::[^}]*)?}|\\[\\[(" + NAME + ")]]");
  }

  /**
   * A panel.
   *
   * @param unit of its values by default; empty when it says none
   * @param units that single fields have
   */
  public record Panel(
      int id,
      String type,
      String title,
      String description,
      Place place,
      String unit,
      List<String> units,
      List<Target> targets) {

    /** Why it may show nothing, in its own words: a sentence that begins with "Empty". */
    public String excuse() {
      int at = description.indexOf("Empty ");
      return at < 0 ? "" : description.substring(at);
    }
  }

  /** Where a panel is, in cells: a page is 24 wide. */
  public record Place(int x, int y, int width, int height) {

    boolean overlaps(Place other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }
  }

  /**
   * A query of a panel.
   *
   * @param source uid of its data source; of the panel's when it has none itself
   * @param sourceType such as {@code prometheus}
   * @param expression PromQL, or a query in the language of its source
   * @param json as it is in the file
   */
  public record Target(
      String refId,
      String source,
      String sourceType,
      String expression,
      boolean instant,
      boolean hidden,
      String json) {}

  /**
   * @param directory of all dashboards
   * @throws IOException when it cannot be read, or is no JSON
   */
  public static Dashboard read(Path directory, Path file) throws IOException {
    Path parent = directory.relativize(file).getParent();
    return of(file, parent == null ? "" : parent.toString(), Files.readString(file));
  }

  static Dashboard of(Path file, String folder, String json) throws IOException {
    Value root = Value.parse(json);
    List<Panel> panels = new ArrayList<>();
    for (Value panel : root.at("panels").items()) {
      panels.add(panel(panel));
      panel.at("panels").items().forEach(inner -> panels.add(panel(inner)));
    }
    return new Dashboard(
        file,
        folder,
        root.at("uid").text(),
        root.at("title").text(),
        root.at("schemaVersion").number(),
        json,
        root.at("templating", "list").items().stream().map(Dashboard::variable).toList(),
        panels);
  }

  private static Variable variable(Value variable) {
    Value query = variable.at("query");
    Value nested = query.at("query");
    return new Variable(
        variable.at("name").text(),
        variable.at("type").text(),
        (nested.raw() == null ? query : nested).text(),
        variable.at("includeAll").truth(),
        variable.at("current", "value").raw() instanceof String text ? text : "");
  }

  private static Panel panel(Value panel) {
    Value place = panel.at("gridPos");
    List<String> units =
        panel.at("fieldConfig", "overrides").items().stream()
            .flatMap(override -> override.at("properties").items().stream())
            .filter(property -> property.at("id").text().equals("unit"))
            .map(property -> property.at("value").text())
            .toList();
    return new Panel(
        panel.at("id").number(),
        panel.at("type").text(),
        panel.at("title").text(),
        panel.at("description").text(),
        new Place(
            place.at("x").number(),
            place.at("y").number(),
            place.at("w").number(),
            place.at("h").number()),
        panel.at("fieldConfig", "defaults", "unit").text(),
        units,
        panel.at("targets").items().stream()
            .map(it -> target(it, panel.at("datasource")))
            .toList());
  }

  private static Target target(Value target, Value ofPanel) {
    Value source = target.at("datasource").raw() == null ? ofPanel : target.at("datasource");
    Value expression = target.at("expr");
    return new Target(
        target.at("refId").text(),
        source.at("uid").text(),
        source.at("type").text(),
        (expression.raw() == null ? target.at("query") : expression).text(),
        target.at("instant").truth(),
        target.at("hide").truth(),
        target.json());
  }
}
