package io.usercenter.user.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.config.Address;
import io.usercenter.user.trace.Collector.Posted;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  private final CollectorRegistry registry = new CollectorRegistry();
  @TempDir private Path directory = Path.of("");

  @Test
  void sendsZipkinsSpans() throws IOException {
    try (Collector collector = new Collector(202)) {
      trace(new Exporter.Zipkin(URI.create("http://" + collector.address() + "/api/v2/spans")));

      Posted post = collector.only();
      assertThat(post.path()).isEqualTo("/api/v2/spans");
      assertThat(post.contentType()).isEqualTo("application/json");
      JsonArray spans = new JsonArray(post.body());
      JsonObject client = spans.getJsonObject(0);
      JsonObject server = spans.getJsonObject(1);
      assertThat(server.getString("traceId")).isEqualTo(TRACE);
      assertThat(server.getString("parentId")).isEqualTo(CALLER);
      assertThat(server.getString("kind")).isEqualTo("SERVER");
      assertThat(server.getLong("duration")).isPositive();
      assertThat(server.getJsonObject("localEndpoint").getString("serviceName"))
          .isEqualTo("user_center_api");
      assertThat(server.getJsonObject("tags"))
          .isEqualTo(new JsonObject().put("http.status_code", "200").put("sampled", "true"));
      assertThat(client.getString("parentId")).isEqualTo(server.getString("id"));
      assertThat(client.getString("kind")).isEqualTo("CLIENT");
      assertThat(client.getJsonObject("tags").getString("error")).isEqualTo("true");
      assertThat(delivered()).isEqualTo(2);
    }
  }

  @Test
  void sendsOtlpThatTheOfficialTypesCanRead() throws IOException {
    try (Collector collector = new Collector(200)) {
      URI url = URI.create("http://" + collector.address() + "/v1/traces");
      trace(new Exporter.OtlpHttp(url, Map.of("X-Token", "secret")));

      Posted post = collector.only();
      assertThat(post.path()).isEqualTo("/v1/traces");
      assertThat(post.token()).isEqualTo("secret");
      ExportTraceServiceRequest.Builder read = ExportTraceServiceRequest.newBuilder();
      JsonFormat.parser().merge(post.body(), read);
      assertThat(attributes(read.getResourceSpans(0).getResource().getAttributesList()))
          .containsEntry("service.name", string("user_center_api"));
      var spans = read.getResourceSpans(0).getScopeSpans(0).getSpansList();
      assertThat(spans)
          .extracting(span -> span.getName() + " " + span.getKind())
          .containsExactly("redis SPAN_KIND_CLIENT", "/v1/user SPAN_KIND_SERVER");
      assertThat(spans)
          .extracting(span -> span.getStatus().getCode().name())
          .containsExactly("STATUS_CODE_ERROR", "STATUS_CODE_UNSET");
      assertThat(attributes(spans.get(1).getAttributesList()))
          .containsEntry("http.status_code", AnyValue.newBuilder().setIntValue(200).build())
          .containsEntry("sampled", AnyValue.newBuilder().setBoolValue(true).build());
      assertThat(spans.get(1).getEndTimeUnixNano())
          .isGreaterThan(spans.get(1).getStartTimeUnixNano());
      // The encoding writes ids in hex, where protobuf's own JSON has base64.
      JsonObject server =
          new JsonObject(post.body())
              .getJsonArray("resourceSpans")
              .getJsonObject(0)
              .getJsonArray("scopeSpans")
              .getJsonObject(0)
              .getJsonArray("spans")
              .getJsonObject(1);
      assertThat(server.getString("traceId")).isEqualTo(TRACE);
      assertThat(server.getString("parentSpanId")).isEqualTo(CALLER);
    }
  }

  @Test
  void writesALineForEachSpan() throws IOException {
    Path file = directory.resolve("spans.jsonl");

    trace(new Exporter.Lines(file));
    trace(new Exporter.Lines(file));

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    JsonObject server = new JsonObject(lines.get(1));
    assertThat(server.getString("traceId")).isEqualTo(TRACE);
    assertThat(server.getString("serviceName")).isEqualTo("user_center_api");
  }

  @Test
  void movesALargeFileAside() throws IOException {
    Path file = directory.resolve("spans.jsonl");
    FileAppend append = new FileAppend(file, 10);

    append.deliver("12345678\n".getBytes(StandardCharsets.UTF_8));
    append.deliver("abc\n".getBytes(StandardCharsets.UTF_8));

    assertThat(file).hasContent("abc\n");
    assertThat(directory.resolve("spans.jsonl.1")).hasContent("12345678\n");
  }

  @Test
  void sendsToAnAgentByUdp() throws IOException {
    try (DatagramSocket agent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      agent.setSoTimeout(10_000);
      trace(new Exporter.JaegerAgent(new Address("127.0.0.1", agent.getLocalPort())));

      DatagramPacket packet = new DatagramPacket(new byte[65_000], 65_000);
      agent.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1))
          .contains("emitBatch", "user_center_api", "/v1/user");
    }
  }

  @Test
  void countsWhatACollectorDoesNotTake() throws IOException {
    try (Collector collector = new Collector(503)) {
      trace(new Exporter.Zipkin(URI.create("http://" + collector.address() + "/api/v2/spans")));

      assertThat(collector.only().path()).isEqualTo("/api/v2/spans");
      assertThat(delivered()).isZero();
      assertThat(
              registry.getSampleValue(
                  "tracer_reporter_spans_total", new String[] {"result"}, new String[] {"err"}))
          .isEqualTo(2);
    }
  }

  /** A server span with a failed client span in it; both are sent when this returns. */
  private void trace(Exporter exporter) {
    registry.clear();
    Tracing tracing = Tracing.start(new Telemetry("user_center_api", exporter, 1), registry);
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.set("traceparent", "00-" + TRACE + "-" + CALLER + "-01");
    Span server = tracing.server("/v1/user", headers);
    Span client = tracing.client("redis", server);
    Tags.ERROR.set(client, true);
    client.finish();
    server.setTag("http.status_code", 200).setTag("sampled", true);
    Tags.ERROR.set(server, false);
    server.finish(System.currentTimeMillis() * 1000 + 5_000_000);
    tracing.close();
  }

  private double delivered() {
    return registry.getSampleValue(
        "tracer_reporter_spans_total", new String[] {"result"}, new String[] {"ok"});
  }

  private static Map<String, AnyValue> attributes(List<KeyValue> pairs) {
    return pairs.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
  }

  private static AnyValue string(String text) {
    return AnyValue.newBuilder().setStringValue(text).build();
  }
}
