package io.usercenter.user.api;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/** A complete HTTP response. */
record Answer(int status, String contentType, Buffer body, Map<String, String> headers) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json; charset=utf-8";
  private static final Buffer NOTHING = Buffer.buffer();

  static Answer of(int status, String contentType, String body) {
    return new Answer(status, contentType, Buffer.buffer(body), Map.of());
  }

  static Answer json(String body) {
    return of(200, JSON, body);
  }

  static Answer json(int status, String body) {
    return of(status, JSON, body);
  }

  /** As Go's {@code http.Error} writes it: one line. */
  static Answer text(int status, String line) {
    return of(status, TEXT, line + "\n").with(Map.of("X-Content-Type-Options", "nosniff"));
  }

  static Answer empty(int status) {
    return new Answer(status, "", NOTHING, Map.of());
  }

  Answer with(Map<String, String> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    return new Answer(status, contentType, body, Map.copyOf(all));
  }
}
