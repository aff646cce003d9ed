package io.usercenter.viewer.http;

import io.usercenter.viewer.provision.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request is answered with. */
// Nobody changes it, and copies of large bodies would only cost memory.
@SuppressWarnings("ArrayRecordComponent")
record Reply(int status, Map<String, String> headers, byte[] body) {

  static Reply json(int status, Object tree) {
    return text(status, "application/json; charset=utf-8", Json.text(tree));
  }

  static Reply ok(Object tree) {
    return json(200, tree);
  }

  /** An error in the shape of Grafana's. */
  static Reply error(int status, String message) {
    return json(status, Map.of("message", message));
  }

  static Reply text(int status, String type, String text) {
    return of(status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  static Reply of(int status, String type, byte[] body) {
    return new Reply(status, Map.of("Content-Type", type), body);
  }

  Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }
}
