package io.usercenter.collector;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.collector.http.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Talks to a collector over HTTP as its clients do. */
final class Client {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Ports.Numbers ports;

  Client(Ports.Numbers ports) {
    this.ports = ports;
  }

  /** A span to send, in OTLP's JSON. */
  record Sent(String trace, String span, String parent, String service, String name, long micros) {
    String json() {
      String more = parent.isEmpty() ? "" : "\"parentSpanId\":\"" + parent + "\",";
      return """
      {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"%s"}}]},\
      "scopeSpans":[{"spans":[{"traceId":"%s","spanId":"%s",%s"name":"%s","kind":2,\
      "startTimeUnixNano":"%d000","endTimeUnixNano":"%d000","attributes":[{"key":"http.route",\
      "value":{"stringValue":"/%s"}},{"key":"n","value":{"intValue":"7"}}]}]}]}
      """
          .formatted(service, trace, span, more, name, micros, micros + 1000, name);
    }
  }

  static String request(List<Sent> spans) {
    return "{\"resourceSpans\":["
        + String.join(",", spans.stream().map(Sent::json).toList())
        + "]}";
  }

  HttpResponse<String> otlp(String json) {
    return post(ports.otlp(), "/v1/traces", "application/json", utf8(json));
  }

  HttpResponse<String> otlp(byte[] protobuf) {
    return post(ports.otlp(), "/v1/traces", "application/x-protobuf", protobuf);
  }

  HttpResponse<String> thrift(byte[] body) {
    return post(ports.thrift(), "/api/traces?format=jaeger.thrift", "application/x-thrift", body);
  }

  HttpResponse<String> zipkin(byte[] json) {
    return post(ports.zipkin(), "/api/v2/spans", "application/json", json);
  }

  HttpResponse<String> post(int port, String path, String type, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(port, path))
            .header("Content-Type", type)
            .timeout(DEADLINE)
            .POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(at(ports.query(), path)).timeout(DEADLINE).build());
  }

  String metrics() {
    return send(HttpRequest.newBuilder(at(ports.admin(), "/metrics")).build()).body();
  }

  /** The value of a series as it stands in the metrics, 0 when it is not there. */
  double metric(String series) {
    for (String line : metrics().split("\n", -1)) {
      if (line.startsWith(series + " ")) {
        return Double.parseDouble(line.substring(series.length() + 1));
      }
    }
    return 0;
  }

  Map<String, Object> json(String path) {
    HttpResponse<String> response = get(path);
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    try {
      return JSON.std.mapFrom(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static URI at(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
