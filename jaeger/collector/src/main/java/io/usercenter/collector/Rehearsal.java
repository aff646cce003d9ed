package io.usercenter.collector;

import io.usercenter.collector.http.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Sends and asks for a few spans, so that an AOT cache holds what takes and finds them. */
final class Rehearsal {

  private static final int ROUNDS = 200;
  private static final String TRACE = "706c6174666f726d2d72656865617273";

  private static final List<String> PATHS =
      List.of(
          "/zipkin/",
          "/zipkin/config.json",
          "/zipkin/api/v2/services",
          "/api/v3/services",
          "/api/v3/traces/" + TRACE,
          "/api/traces/" + TRACE,
          "/zipkin/api/v2/traces?limit=10",
          "/zipkin/api/v2/dependencies?endTs=4102444800000");

  private Rehearsal() {}

  static void run(Ports.Numbers ports) throws IOException {
    String address = "http://" + ports.host() + ":";
    for (int round = 0; round < ROUNDS; round++) {
      // A day ago: whoever looks at the last hour does not meet it.
      long micros = Instant.now().minusSeconds(86_400).toEpochMilli() * 1000;
      ask("POST", address + ports.otlp() + "/v1/traces", otlp(micros));
      ask("POST", address + ports.zipkin() + "/api/v2/spans", zipkin(micros));
    }
    ask("GET", address + ports.admin() + "/metrics", "");
    for (String path : PATHS) {
      ask("GET", address + ports.query() + path, "");
    }
  }

  private static String otlp(long micros) {
    return """
    {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":\
    "collector-rehearsal"}}]},"scopeSpans":[{"scope":{"name":"rehearsal"},"spans":[{"traceId":"%s",\
    "spanId":"706c6174666f726d","name":"rehearsal","kind":2,"startTimeUnixNano":"%d000",\
    "endTimeUnixNano":"%d000","attributes":[{"key":"n","value":{"intValue":"1"}}],"status":{}}]}]}]}
    """
        .formatted(TRACE, micros, micros + 5);
  }

  private static String zipkin(long micros) {
    return """
    [{"traceId":"%s","id":"706c6174666f7272","parentId":"706c6174666f726d","name":"rehearsal",\
    "timestamp":%d,"duration":3,"localEndpoint":{"serviceName":"collector-rehearsal"}}]
    """
        .formatted(TRACE, micros);
  }

  private static void ask(String method, String url, String json) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestMethod(method);
    if (!json.isEmpty()) {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
    }
    // Where Elasticsearch does not run there are no answers, and that is no reason to fail.
    if (connection.getResponseCode() < 400) {
      try (InputStream in = connection.getInputStream()) {
        in.readAllBytes();
      }
    }
  }
}
