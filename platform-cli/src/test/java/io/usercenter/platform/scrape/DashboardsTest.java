package io.usercenter.platform.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DashboardsTest {

  @Test
  void everyPanelIsCompleteAndOnItsOwnPlace() throws IOException {
    for (Map<?, ?> dashboard : dashboards()) {
      Set<Object> ids = new HashSet<>();
      Set<List<Integer>> cells = new HashSet<>();
      for (Map<?, ?> panel : maps(dashboard.get("panels"))) {
        String title = String.valueOf(panel.get("title"));
        assertThat(ids.add(String.valueOf(panel.get("id")))).as("id of %s", title).isTrue();
        assertThat(panel.get("description")).as("description of %s", title).isNotNull();
        assertThat(map(map(panel.get("fieldConfig")).get("defaults")).get("unit")).isNotNull();
        assertThat(map(panel.get("datasource")).get("uid")).isEqualTo("${datasource}");
        assertThat(maps(panel.get("targets"))).as("queries of %s", title).isNotEmpty();
        for (List<Integer> cell : cells(map(panel.get("gridPos")))) {
          assertThat(cells.add(cell)).as("%s overlaps another panel", title).isTrue();
        }
      }
      assertThat(ids).isNotEmpty();
      assertThat(dashboard.get("schemaVersion")).isEqualTo(39);
    }
  }

  @Test
  void theUserCenterHasTheQueriesItsUsersKnow() throws IOException {
    String text =
        Files.readString(ComposeStack.ROOT.resolve("grafana/dashboards/user-center.json"))
            .replace("\\\"", "\"");

    assertThat(text)
        .contains(
            "histogram_quantile(0.95, sum by (le)"
                + " (rate(redis_client_requests_duration_ms_bucket{app=\"user_center-api\"}[5m])))")
        .contains(
            "sum(rate(http_server_requests_duration_ms_count{app=\"$api_app\"}[5m])) by (path)");
  }

  private static List<List<Integer>> cells(Map<?, ?> place) {
    List<List<Integer>> cells = new ArrayList<>();
    for (int row = 0; row < number(place.get("h")); row++) {
      for (int column = 0; column < number(place.get("w")); column++) {
        int x = number(place.get("x")) + column;
        assertThat(x).as("a panel is wider than the page").isLessThan(24);
        cells.add(List.of(x, number(place.get("y")) + row));
      }
    }
    return cells;
  }

  private static int number(@Nullable Object value) {
    return Integer.parseInt(String.valueOf(value));
  }

  private static List<Map<String, Object>> dashboards() throws IOException {
    Path directory = ComposeStack.ROOT.resolve("grafana/dashboards");
    List<Map<String, Object>> dashboards = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        dashboards.add(JSON.std.mapFrom(Files.readString(file)));
      }
    }
    return dashboards;
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<Map<?, ?>> maps(@Nullable Object value) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(element -> maps.add(map(element)));
    }
    return maps;
  }
}
