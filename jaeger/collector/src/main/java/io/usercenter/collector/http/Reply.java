package io.usercenter.collector.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param length of the body, -1 when it is written as it is made
 */
record Reply(int status, Map<String, String> headers, long length, Content content) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Writes the body. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes the body as JSON. */
  interface Json {
    void write(JsonGenerator json) throws IOException;
  }

  static Reply empty(int status) {
    return new Reply(status, Map.of(), 0, _ -> {});
  }

  static Reply to(String location) {
    return empty(302).with("Location", location);
  }

  static Reply text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  static Reply of(int status, String type, byte[] body) {
    return new Reply(status, Map.of("Content-Type", type), body.length, out -> out.write(body));
  }

  /** Never the whole answer in memory: a trace may be large. */
  static Reply json(int status, Json body) {
    return new Reply(
        status,
        Map.of("Content-Type", "application/json"),
        -1,
        out -> {
          try (JsonGenerator json =
              JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            body.write(json);
          }
        });
  }

  Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, length, content);
  }
}
