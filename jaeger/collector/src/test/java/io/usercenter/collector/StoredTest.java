package io.usercenter.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.collector.Client.Sent;
import io.usercenter.collector.receive.Samples;
import io.usercenter.elastic.ElasticsearchServer;
import io.usercenter.elastic.Eventually;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the bytes of a client to the answers of the APIs, through a real Elasticsearch. */
@Timeout(180)
class StoredTest {

  private static final long HOUR = 3_600_000_000L;

  @TempDir private static Path directory = Path.of("");
  private static ElasticsearchServer elasticsearch;
  private static Started collector;

  @BeforeAll
  static void start() {
    elasticsearch = new ElasticsearchServer(directory);
    collector = new Started(directory.resolve("spool"), elasticsearch.address(), 1 << 30);
  }

  @AfterAll
  static void stop() {
    collector.close();
    elasticsearch.close();
  }

  @Test
  void givesBackEveryTypeOfAttribute() {
    long now = Started.nowMicros();
    client().otlp(new String(Samples.otlpJson(now), StandardCharsets.UTF_8));

    String otlp = found(Samples.TRACE, "GET /user");
    String v1 = client().get("/api/traces/" + Samples.TRACE).body();

    assertThat(otlp)
        .contains(
            "{\"key\":\"text\",\"value\":{\"stringValue\":\"täxt \\\"1\\\"\\n\"}}",
            "{\"key\":\"yes\",\"value\":{\"boolValue\":true}}",
            "{\"key\":\"no\",\"value\":{\"boolValue\":false}}",
            "{\"key\":\"int\",\"value\":{\"intValue\":\"-9223372036854775808\"}}",
            "{\"key\":\"double\",\"value\":{\"doubleValue\":-1.5}}",
            "{\"key\":\"nan\",\"value\":{\"doubleValue\":\"NaN\"}}",
            "{\"key\":\"bytes\",\"value\":{\"bytesValue\":\"AAH+/w==\"}}",
            "{\"key\":\"list\",\"value\":{\"stringValue\":\"[1,\\\"b\\\"]\"}}",
            "\"scope\":{\"name\":\"lib\",\"version\":\"1\"}",
            "\"traceState\":\"a=b\"",
            "\"parentSpanId\":\"" + Samples.PARENT + "\"",
            "\"kind\":2",
            "\"status\":{\"message\":\"broken\",\"code\":2}",
            "\"startTimeUnixNano\":\"" + now + "000\"",
            "\"timeUnixNano\":\"" + (now + 1) + "000\"",
            "\"spanId\":\"0000000000000008\"")
        .doesNotContain("span.kind", "otel.scope.name");
    assertThat(v1)
        .contains(
            "\"operationName\":\"GET /user\"",
            "{\"key\":\"nan\",\"type\":\"float64\",\"value\":\"NaN\"}",
            "{\"key\":\"bytes\",\"type\":\"binary\",\"value\":\"0001feff\"}",
            "\"processes\":{\"p1\":{\"serviceName\":\"shop\"",
            "\"refType\":\"FOLLOWS_FROM\"");
  }

  @Test
  void findsTracesByServiceOperationTagsDurationAndTime() {
    long now = Started.nowMicros();
    String wanted = "aaaa0000000000000000000000000001";
    client()
        .otlp(
            Client.request(
                List.of(
                    new Sent(wanted, "1", "", "search-api", "checkout", now),
                    new Sent(wanted, "2", "0000000000000001", "search-rpc", "pay", now + 1),
                    new Sent(
                        "aaaa0000000000000000000000000002", "1", "", "search-api", "x", now))));
    found(wanted, "pay");
    found("aaaa0000000000000000000000000002", "search-api");

    assertThat(ids("query.serviceName=search-api")).hasSize(2);
    assertThat(ids("query.serviceName=search-api&query.operationName=checkout"))
        .containsExactly(wanted);
    assertThat(ids("query.serviceName=search-rpc")).containsExactly(wanted);
    assertThat(ids("query.attributes=" + Client.encoded("{\"http.route\":\"/pay\",\"n\":\"7\"}")))
        .containsExactly(wanted);
    assertThat(ids("query.serviceName=search-api&query.durationMin=2ms")).isEmpty();
    assertThat(ids("query.serviceName=search-api&query.durationMax=1.5ms")).hasSize(2);
    assertThat(ids("query.serviceName=search-api&query.searchDepth=1")).hasSize(1);
    assertThat(ids("query.serviceName=nobody")).isEmpty();
    assertThat(client().get("/api/traces?service=search-api&tag=http.route:/checkout").body())
        .contains(wanted)
        .doesNotContain("aaaa0000000000000000000000000002");
    assertThat(
            client()
                .get(
                    "/zipkin/api/v2/traces?serviceName=search-rpc&annotationQuery="
                        + Client.encoded("http.route=/pay and n"))
                .body())
        .contains(wanted);
    // Names are documents of their own, which searches see a moment after the spans.
    answers("/api/v3/services", it -> it.contains("search-api") && it.contains("search-rpc"));
    answers(
        "/api/v3/operations?service=search-rpc",
        "{\"operations\":[{\"name\":\"pay\",\"spanKind\":\"internal\"}]}"::equals);
    answers(
        "/api/services/search-rpc/operations",
        it -> it.startsWith("{\"data\":[\"pay\"],\"total\":1"));
  }

  @Test
  void summarisesTracesAndDrawsWhoCallsWhom() {
    long now = Started.nowMicros();
    String trace = "bbbb0000000000000000000000000001";
    client()
        .otlp(
            Client.request(
                List.of(
                    new Sent(trace, "1", "", "front", "GET", now),
                    new Sent(trace, "2", "0000000000000001", "middle", "call", now + 10),
                    new Sent(trace, "3", "0000000000000002", "back", "query", now + 20),
                    new Sent(trace, "4", "0000000000000002", "back", "query", now + 30))));
    found(trace, "query");

    assertThat(client().get("/api/v3/trace-summaries?" + window("query.serviceName=back")).body())
        .isEqualTo(
            "{\"summaries\":[{\"traceId\":\"%s\",\"rootServiceName\":\"front\",".formatted(trace)
                + "\"rootOperationName\":\"GET\",\"minStartTimeUnixNano\":\"%d000\",".formatted(now)
                + "\"maxEndTimeUnixNano\":\"%d000\",\"spanCount\":4,\"errorSpanCount\":0,"
                    .formatted(now + 1030)
                + "\"services\":[{\"name\":\"back\",\"spanCount\":2,\"errorSpanCount\":0},"
                + "{\"name\":\"front\",\"spanCount\":1,\"errorSpanCount\":0},"
                + "{\"name\":\"middle\",\"spanCount\":1,\"errorSpanCount\":0}]}]}");
    assertThat(client().get("/api/dependencies?lookback=86400000").body())
        .contains(
            "{\"parent\":\"front\",\"child\":\"middle\",\"callCount\":1}",
            "{\"parent\":\"middle\",\"child\":\"back\",\"callCount\":2}");
  }

  @Test
  void storesASpanOnceHoweverOftenItIsSent() {
    String trace = "cccc0000000000000000000000000001";
    Sent sent = new Sent(trace, "1", "", "twice", "once", Started.nowMicros());
    for (int i = 0; i < 3; i++) {
      client().otlp(Client.request(List.of(sent)));
    }
    client()
        .otlp(Client.request(List.of(new Sent(trace, "2", "", "twice", "last", sent.micros()))));

    String answer = found(trace, "last");

    assertThat(answer.split("\"spanId\"", -1)).hasSize(3);
  }

  @Test
  void findsSpansWhoseClockIsADayOff() {
    long now = Started.nowMicros();
    String trace = "dddd0000000000000000000000000001";
    client()
        .otlp(
            Client.request(
                List.of(
                    new Sent(trace, "1", "", "skewed", "behind", now - 24 * HOUR),
                    new Sent(trace, "2", "0000000000000001", "skewed", "ahead", now + 24 * HOUR))));

    // Two indices, each of which shows what is new in its own time.
    found(trace, "ahead");
    assertThat(found(trace, "behind")).contains("ahead");
    String indices = elasticsearch.ask("GET", "/_cat/indices/jaeger-span-*?h=index", "");
    assertThat(indices)
        .contains("jaeger-span-" + day(now - 24 * HOUR), "jaeger-span-" + day(now + 24 * HOUR));
  }

  @Test
  void showsATraceOfTenThousandSpansAsAWhole() {
    String trace = "eeee0000000000000000000000000001";
    long now = Started.nowMicros();
    List<Sent> spans = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      spans.add(new Sent(trace, "%x".formatted(i), i == 1 ? "" : "1", "large", "part", now + i));
    }
    for (int i = 0; i < spans.size(); i += 2_500) {
      assertThat(client().otlp(Client.request(spans.subList(i, i + 2_500))).statusCode())
          .isEqualTo(200);
    }

    Eventually.get(
        "all spans",
        () -> client().get("/api/v3/traces/" + trace).body().split("\"spanId\"", -1).length - 1,
        count -> count == 10_000);
    assertThat(client().get("/zipkin/api/v2/trace/" + trace).body().split("\"id\"", -1))
        .hasSize(10_001);
    assertThat(client().get("/api/v3/trace-summaries?" + window("query.serviceName=large")).body())
        .contains("\"spanCount\":10000");
  }

  @Test
  void putsWhatDoesNotFitTheMappingIntoTheDeadLetters() {
    long now = Started.nowMicros() - 48 * HOUR;
    String index = "jaeger-span-" + day(now);
    elasticsearch.ask(
        "PUT",
        "/" + index,
        "{\"mappings\":{\"properties\":{\"operationName\":{\"type\":\"integer\"}}}}");
    Sent sent = new Sent("ffff0000000000000000000000000001", "1", "", "conflict", "no number", now);

    client().otlp(Client.request(List.of(sent)));

    Eventually.get(
        "a dropped span",
        () -> client().metric("platform_collector_dropped_spans_total{reason=\"refused\",}"),
        count -> count == 1);
    elasticsearch.ask("POST", "/dead-letter-*/_refresh", "");
    assertThat(elasticsearch.ask("GET", "/dead-letter-*/_search?q=index:" + index, ""))
        .contains("no number", "document_parsing_exception", "\"writer\":\"collector\"");
    elasticsearch.ask("DELETE", "/" + index, "");
  }

  @Test
  void waitsWhileElasticsearchIsFullAndLosesNothing() {
    found(send("abcd0000000000000000000000000000"), "before");
    elasticsearch.ask(
        "PUT", "/jaeger-*/_settings", "{\"index.blocks.read_only_allow_delete\":true}");
    String trace = send("abcd0000000000000000000000000001");

    Eventually.get(
        "a retry",
        () -> client().metric("platform_collector_elasticsearch_retries_total"),
        count -> count > 0);
    assertThat(client().get("/api/v3/traces/" + trace).statusCode()).isEqualTo(404);
    elasticsearch.ask(
        "PUT", "/jaeger-*/_settings", "{\"index.blocks.read_only_allow_delete\":null}");

    assertThat(found(trace, "before")).contains(trace);
  }

  @Test
  void keepsWhatComesWhileElasticsearchIsDown() {
    elasticsearch.kill();
    String trace = send("abcd0000000000000000000000000002");
    assertThat(client().get("/api/v3/traces/" + trace).statusCode()).isEqualTo(503);

    elasticsearch.start();

    assertThat(found(trace, "before")).contains(trace);
    assertThat(collector.log()).anyMatch(line -> line.contains("takes documents again"));
  }

  private static String send(String trace) {
    Sent sent = new Sent(trace, "1", "", "faults", "before", Started.nowMicros());
    assertThat(client().otlp(Client.request(List.of(sent))).statusCode()).isEqualTo(200);
    return trace;
  }

  /** The trace as version 3 has it, once this is in it. */
  private static String found(String trace, String text) {
    HttpResponse<String> found =
        Eventually.get(
            "trace " + trace,
            () -> client().get("/api/v3/traces/" + trace),
            it -> it.statusCode() == 200 && it.body().contains(text));
    return found.body();
  }

  private static void answers(String path, Predicate<String> wanted) {
    Eventually.get(path, () -> client().get(path).body(), wanted);
  }

  private static List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    Object summaries =
        client().json("/api/v3/trace-summaries?" + window(query)).getOrDefault("summaries", "");
    for (Object summary : (List<?>) summaries) {
      ids.add(String.valueOf(((Map<?, ?>) summary).get("traceId")));
    }
    return ids;
  }

  private static String window(String query) {
    Instant now = Instant.now();
    return query
        + "&query.startTimeMin="
        + now.minusSeconds(600)
        + "&query.startTimeMax="
        + now.plusSeconds(600);
  }

  private static String day(long micros) {
    return Instant.ofEpochMilli(micros / 1000).toString().substring(0, 10);
  }

  private static Client client() {
    return collector.client();
  }
}
