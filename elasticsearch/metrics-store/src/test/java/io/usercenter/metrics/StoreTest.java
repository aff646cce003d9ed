package io.usercenter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.elastic.ElasticsearchServer;
import io.usercenter.elastic.Eventually;
import io.usercenter.metrics.Remote.Point;
import io.usercenter.metrics.protocol.Snappy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class StoreTest {

  private static final long STALE = 0x7ff0000000000002L;
  private static final long DAY = 86_400_000;

  @TempDir private static Path shared = Path.of("");
  private static ElasticsearchServer elasticsearch;

  @TempDir private Path directory = Path.of("");
  private Started store;
  private Remote remote;
  private long now;

  @BeforeAll
  static void startElasticsearch() {
    elasticsearch = new ElasticsearchServer(shared);
  }

  @AfterAll
  static void stopElasticsearch() {
    elasticsearch.close();
  }

  @BeforeEach
  void start() {
    for (String index : indices()) {
      elasticsearch.ask("DELETE", "/" + index, "");
    }
    now = System.currentTimeMillis();
    restart(64L << 20, 1000);
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private void restart(long spoolBytes, int series) {
    if (store != null) {
      store.close();
    }
    store = new Started(directory.resolve("spool"), elasticsearch.address(), spoolBytes, series);
    remote = store.remote();
  }

  private static List<String> indices() {
    return elasticsearch
        .ask("GET", "/_cat/indices?h=index", "")
        .lines()
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .toList();
  }

  private List<Point> points(double... values) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      points.add(Point.of(now - 60_000 + i * 1000L, values[i]));
    }
    return points;
  }

  @ParameterizedTest
  @CsvSource({Remote.VERSION_1, Remote.VERSION_2})
  void givesBackEveryBitInBothVersions(String type) {
    List<Point> points =
        points(
            0,
            -0.0,
            1e308,
            5,
            2,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE);
    points.add(new Point(now, STALE));
    Map<String, List<Point>> series = Map.of("__name__=up,job=字", points);
    byte[] body = type.equals(Remote.VERSION_1) ? Remote.version1(series) : Remote.version2(series);

    HttpResponse<byte[]> response = remote.post("/api/v1/write", type, Snappy.packed(body));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
        .contains("10");
    assertThat(remote.read(now - DAY, now, "__name__=up")).isEqualTo(series);
  }

  @Test
  void keepsWhatComesAgainOnce() {
    Map<String, List<Point>> series = Map.of("__name__=a", points(1, 2, 3));
    for (int i = 0; i < 3; i++) {
      assertThat(remote.write(series).statusCode()).isEqualTo(204);
    }
    assertThat(remote.read(0, now, "__name__=a")).isEqualTo(series);
    // In another document than before.
    assertThat(remote.write(Map.of("__name__=a", points(1, 2, 3, 4))).statusCode()).isEqualTo(204);

    assertThat(remote.read(0, now, "__name__=a"))
        .isEqualTo(Map.of("__name__=a", points(1, 2, 3, 4)));
  }

  @Test
  void takesWhatIsOutOfOrder() {
    List<Point> points = points(1, 2, 3, 4);
    remote.write(Map.of("__name__=a", List.of(points.get(3), points.get(1))));
    assertThat(remote.read(0, now, "__name__=a").get("__name__=a")).hasSize(2);
    remote.write(Map.of("__name__=a", List.of(points.get(2), points.get(0))));

    assertThat(remote.read(0, now, "__name__=a")).isEqualTo(Map.of("__name__=a", points));
  }

  @Test
  void keepsSamplesOfSeveralDaysApart() {
    List<Point> points = new ArrayList<>();
    for (int day = 3; day >= 0; day--) {
      points.add(Point.of(now - day * DAY, day));
    }
    remote.write(Map.of("__name__=a", points));

    assertThat(remote.read(0, now, "__name__=a")).isEqualTo(Map.of("__name__=a", points));
    assertThat(remote.read(now - 2 * DAY, now - DAY, "__name__=a").get("__name__=a"))
        .isEqualTo(points.subList(1, 3));
    assertThat(indices()).filteredOn(it -> it.startsWith("metrics-")).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          job=api             ; 1 2
          job!=api            ; 3 4
          job=                ; 4
          job!=               ; 1 2 3
          job=~a.i            ; 1 2
          job=~a              ; -
          job=~api|rpc        ; 1 2 3
          job!~api|rpc        ; 4
          job=~.*             ; 1 2 3 4
          code!~5..           ; 1 3 4
          """)
  void findsWhatFitsAllMatchers(String matcher, String expected) {
    Map<String, List<Point>> series = new LinkedHashMap<>();
    series.put("__name__=m,code=200,job=api,n=1", points(1));
    series.put("__name__=m,code=500,job=api,n=2", points(1));
    series.put("__name__=m,code=200,job=rpc,n=3", points(1));
    series.put("__name__=m,n=4", points(1));
    remote.write(series);

    assertThat(
            remote.read(0, now, "__name__=m", matcher).keySet().stream()
                .map(it -> it.replaceFirst(".*n=", ""))
                .sorted()
                .toList())
        .isEqualTo(expected.equals("-") ? List.of() : List.of(expected.split(" ")));
  }

  @Test
  void keepsAllElseWhenItRefusesHistogramsLoudly() throws IOException {
    byte[] body =
        Remote.message(out -> {
          out.writeRawBytes(Remote.version1(Map.of("__name__=a", points(1))));
          out.writeByteArray(
              1,
              Remote.message(one -> {
                one.writeByteArray(
                    1,
                    Remote.message(label -> {
                      label.writeString(1, "__name__");
                      label.writeString(2, "h");
                    }));
                one.writeByteArray(4, new byte[0]);
              }));
        });

    HttpResponse<byte[]> response =
        remote.post("/api/v1/write", Remote.VERSION_1, Snappy.packed(body));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response)).contains("1 native histograms are not kept");
    assertThat(remote.read(0, now, "__name__=a")).hasSize(1);
    assertThat(store.metric("metrics_store_rejected_samples_total{reason=\"histogram\",}"))
        .isEqualTo(1);
  }

  @Test
  void refusesSeriesBeyondItsLimit() throws IOException {
    restart(64L << 20, 3);
    Map<String, List<Point>> series = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      series.put("__name__=a,n=" + i, points(1));
    }

    HttpResponse<byte[]> response = remote.write(series);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response)).contains("2 samples belong to more series than there may be");
    assertThat(remote.read(0, now, "__name__=a")).hasSize(3);
    assertThat(store.metric("metrics_store_series")).isEqualTo(3);
    assertThat(store.metric("metrics_store_rejected_samples_total{reason=\"series\",}"))
        .isEqualTo(2);
  }

  @Test
  void refusesTimesThatCannotBe() {
    HttpResponse<byte[]> response =
        remote.write(
            Map.of(
                "__name__=a",
                List.of(
                    Point.of(now - 400 * DAY, 1),
                    Point.of(now + DAY, 2),
                    Point.of(now + 3 * DAY, 3))));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response)).contains("1 samples are older", "1 samples are days from now");
    assertThat(remote.read(0, now + 9 * DAY, "__name__=a").get("__name__=a"))
        .containsExactly(Point.of(now + DAY, 2));
  }

  @Test
  void losesNothingWhileElasticsearchIsAwayAndRefusesWhenItsSpoolIsFull() {
    restart(1 << 20, 100_000);
    elasticsearch.kill();
    Map<String, List<Point>> taken = new LinkedHashMap<>();
    int status = 204;
    for (int i = 0; status == 204; i++) {
      String key = "__name__=a,n=" + i;
      List<Point> points = points(new double[200]);
      status = remote.write(Map.of(key, points)).statusCode();
      if (status == 204) {
        taken.put(key, points);
      }
    }
    assertThat(status).isEqualTo(503);
    restart(1 << 20, 100_000);
    elasticsearch.start();

    assertThat(Eventually.get("samples", () -> remote.read(0, now + DAY, "__name__=a"), it -> true))
        .isEqualTo(taken);
    assertThat(remote.write(Map.of("__name__=b", points(1))).statusCode()).isEqualTo(204);
  }

  @Test
  void storesAfterAWhileWhatElasticsearchCouldNotTakeForLackOfRoom() throws IOException {
    remote.write(Map.of("__name__=a", points(1)));
    remote.read(0, now, "__name__=a");
    String index =
        indices().stream().filter(it -> it.startsWith("metrics-")).findFirst().orElseThrow();
    block(index, "true");
    remote.write(Map.of("__name__=a", points(1, 2)));
    assertThat(remote.ask(0, now, "__name__=a").statusCode()).isEqualTo(503);
    assertThat(store.metric("metrics_store_elasticsearch_retries_total")).isPositive();
    block(index, "null");

    assertThat(
            Eventually.get("samples", () -> remote.read(0, now, "__name__=a"), it -> true)
                .get("__name__=a"))
        .hasSize(2);
  }

  private static void block(String index, String value) {
    String body = "{\"index.blocks.read_only_allow_delete\":" + value + "}";
    assertThat(elasticsearch.ask("PUT", "/" + index + "/_settings", body)).contains("true");
  }

  @Test
  void answersEveryBrokenBodyWithAnError() {
    byte[] good = Remote.version1(Map.of("__name__=a,job=b", points(1, 2, 3)));
    byte[] second = Remote.version2(Map.of("__name__=a,job=b", points(1, 2, 3)));
    Random random = new Random(5);
    for (int i = 0; i < 600; i++) {
      byte[] body = (i % 2 == 0 ? good : second).clone();
      int changes = 1 + random.nextInt(4);
      for (int c = 0; c < changes; c++) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(body, random.nextInt(body.length + 1));
      byte[] packed =
          random.nextInt(4) == 0 ? cut : Snappy.packed(random.nextBoolean() ? body : cut);
      String path = random.nextInt(4) == 0 ? "/api/v1/read" : "/api/v1/write";
      String type = i % 2 == 0 ? Remote.VERSION_1 : Remote.VERSION_2;

      assertThat(remote.post(path, type, packed).statusCode()).isIn(200, 204, 400, 422);
    }
    byte[] bomb = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0};
    assertThat(text(remote.post("/api/v1/write", Remote.VERSION_1, bomb))).contains("unpacked");
    assertThat(remote.post("/api/v1/write", Remote.VERSION_1, new byte[9 << 20]).statusCode())
        .isEqualTo(400);
    assertThat(remote.post("/api/v1/write", "application/json", good).statusCode()).isEqualTo(415);
    assertThat(
            text(
                remote.post(
                    "/api/v1/write",
                    Remote.VERSION_1,
                    Snappy.packed(Remote.version1(Map.of("a=1,a=2", points(1)))))))
        .contains("the label 'a' comes twice");
    assertThat(remote.ask(0, now, "a=~(").statusCode()).isEqualTo(400);
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
