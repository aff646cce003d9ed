package io.usercenter.platform.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.error.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintTest {

  private static final Path OURS = Path.of("..", "grafana", "dashboards");

  private static final String GOOD =
      """
      {"uid": "a", "title": "A", "schemaVersion": 39,
       "templating": {"list": [{"name": "datasource", "type": "datasource", "query": "prometheus"}]},
       "panels": [
        {"id": 1, "type": "stat", "title": "Up", "description": "Whether it is.",
         "gridPos": {"x": 0, "y": 0, "w": 4, "h": 4},
         "datasource": {"type": "prometheus", "uid": "${datasource}"},
         "fieldConfig": {"defaults": {"unit": "short"}},
         "targets": [{"refId": "A", "expr": "up"}]},
        {"id": 2, "type": "text", "title": "Links", "description": "Where to go.",
         "gridPos": {"x": 4, "y": 0, "w": 4, "h": 4}}]}
      """;

  @TempDir Path directory;

  @Test
  void findsNothingWrongWithOurs() throws Exception {
    Library library = Library.read(OURS);

    assertThat(library.dashboards()).hasSizeGreaterThan(10);
    assertThat(Lint.problems(library, _ -> Map.of())).isEmpty();
  }

  @Test
  void ourFilesHaveTheFormThatPullWrites() throws Exception {
    for (Dashboard dashboard : Library.read(OURS).dashboards()) {
      Object tree = Objects.requireNonNull(Value.parse(dashboard.json()).raw());

      assertThat(Form.of(tree)).as(dashboard.uid()).isEqualTo(dashboard.json());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "uid": "a",                    |                            | it has no uid
          "title": "A",                  |                            | it has no title
          : 39                           | : 36                       | its schemaVersion is 36
          "id": 2                        | "id": 1                    | its id 1 is taken
          "x": 4                         | "x": 3                     | it overlaps 'Up'
          "x": 4                         | "x": 21                    | it is wider than the page
          "type": "text"                 | "type": "piechart"         | its type 'piechart' is not known
          "description": "Whether it is.", |                          | it has no description
          "unit": "short"                | "unit": "shorts"           | the unit 'shorts' is not known
          "unit": "short"                |                            | it has no unit
          {"refId": "A", "expr": "up"}   |                            | it asks for nothing
          {"refId": "A", "expr": "up"}   | {"refId": "A", "expr": "up"}, {"refId": "A", "expr": "up"} | the refId 'A' is taken
          "uid": "${datasource}"         | "uid": "prometheus"        | its data source is 'prometheus'
          "expr": "up"                   | "expr": "up{a=~\\"$b\\"}"  | the variable 'b' does not exist
          "query": "prometheus"}         | "query": "prometheus"}, {"name": "c", "type": "textbox"} | the variable 'c' is used by nothing
          """)
  void tellsWhatIsWrong(String before, String after, String problem) throws Exception {
    String broken = GOOD.replace(before, after == null ? "" : after);
    assertThat(broken).isNotEqualTo(GOOD);
    Files.writeString(directory.resolve("a.json"), broken);

    List<Problem> problems = Lint.problems(Library.read(directory), _ -> Map.of());

    assertThat(problems).extracting(Problem::what).contains(problem);
    assertThat(problems).allSatisfy(it -> assertThat(it.where()).startsWith("a.json"));
  }

  @Test
  void tellsWhereAFileIsNoJsonAndReadsTheOthers() throws Exception {
    Files.writeString(directory.resolve("a.json"), GOOD);
    Files.writeString(directory.resolve("b.json"), "{\"uid\": \"b\",\n  \"title\": }");

    Library library = Library.read(directory);

    assertThat(library.dashboards()).extracting(Dashboard::uid).containsExactly("a");
    assertThat(library.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.where()).startsWith("b.json:2:");
          assertThat(problem.what()).isEqualTo("this is no JSON");
        });
  }

  @Test
  void tellsOfTwoWithOneUid() throws Exception {
    Files.writeString(directory.resolve("a.json"), GOOD);
    Files.writeString(directory.resolve("b.json"), GOOD);

    assertThat(Lint.problems(Library.read(directory), _ -> Map.of()))
        .singleElement()
        .satisfies(problem -> assertThat(problem.why()).isEqualTo("a.json has it"));
  }

  @Test
  void asksPrometheusWithVariablesFilledIn() throws Exception {
    Files.writeString(
        directory.resolve("a.json"),
        GOOD.replace("\"expr\": \"up\"", "\"expr\": \"rate(up[$__rate_interval]\""));

    List<Problem> problems =
        Lint.problems(
            Library.read(directory),
            expressions -> {
              assertThat(expressions).containsExactly("rate(up[1m]");
              return Map.of("rate(up[1m]", "unclosed left parenthesis");
            });

    assertThat(problems)
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.why()).isEqualTo("unclosed left parenthesis");
          assertThat(problem.where()).isEqualTo("a.json, panel 'Up'");
        });
  }
}
