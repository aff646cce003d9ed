package io.usercenter.viewer.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request, read as a whole.
 *
 * @param rawQuery what follows the question mark, as it was sent
 */
// Nobody changes it, and copies of large bodies would only cost memory.
@SuppressWarnings("ArrayRecordComponent")
record Request(
    String method, String path, String rawQuery, Headers headers, String remote, byte[] body) {

  private static final int LARGEST_BODY = 1 << 20;

  /** Nothing when the body is larger than any that is expected. */
  static Optional<Request> read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      return Optional.empty();
    }
    String query = exchange.getRequestURI().getRawQuery();
    return Optional.of(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            query == null ? "" : query,
            exchange.getRequestHeaders(),
            exchange.getRemoteAddress().getAddress().getHostAddress(),
            body));
  }

  boolean takesGzip() {
    return header("Accept-Encoding").orElse("").contains("gzip");
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.putIfAbsent(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  Optional<String> cookie(String name) {
    for (String cookie : header("Cookie").orElse("").split(";\\s*", -1)) {
      if (cookie.startsWith(name + "=")) {
        return Optional.of(cookie.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }
}
