package io.usercenter.collector.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is asked for; the body is read by whoever wants it. */
record Request(HttpExchange exchange, String path, Map<String, List<String>> query) {

  /**
   * @throws HttpException when an escape in the address is none
   */
  static Request of(HttpExchange exchange) throws HttpException {
    try {
      String raw = exchange.getRequestURI().getRawQuery();
      return new Request(
          exchange, exchange.getRequestURI().getRawPath(), query(raw == null ? "" : raw));
    } catch (IllegalArgumentException wrong) {
      throw new HttpException(400, "malformed address");
    }
  }

  private static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query
            .computeIfAbsent(decoded(pair.substring(0, equals)), _ -> new ArrayList<>())
            .add(decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  String method() {
    return exchange.getRequestMethod();
  }

  /** The first value of a parameter that is there and not empty, under any of these names. */
  Optional<String> parameter(String... names) {
    for (String name : names) {
      for (String value : query.getOrDefault(name, List.of())) {
        if (!value.isEmpty()) {
          return Optional.of(value);
        }
      }
    }
    return Optional.empty();
  }

  /** The type of the body in lower case without parameters, empty when none is given. */
  String contentType() {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
