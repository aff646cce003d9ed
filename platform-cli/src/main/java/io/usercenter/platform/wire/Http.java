package io.usercenter.platform.wire;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One HTTP request and its answer by hand: the JDK's client starts threads and takes megabytes that
 * the supervisor does not have.
 */
public final class Http {

  private static final int LINE_BYTES = 8192;
  private static final int HEADERS = 100;

  private Http() {}

  /** A request; an empty body is not sent. */
  public record Request(String method, URI uri, String body, Map<String, String> headers) {

    public Request {
      headers = Map.copyOf(headers);
    }

    public static Request get(URI uri) {
      return new Request("GET", uri, "", Map.of());
    }

    public Address address() {
      String host = uri.getHost().replaceAll("[\\[\\]]", "");
      return new Address(host, uri.getPort() < 0 ? 80 : uri.getPort());
    }
  }

  /** An answer; header names are in lower case, of repeated ones the last counts. */
  public record Answer(int status, Map<String, String> headers, String body) {

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Status and the beginning of the body, on one line. */
    public String summary() {
      String start = OneLine.of(body, 100);
      return "HTTP " + status + (start.isEmpty() ? "" : ": " + start);
    }
  }

  /**
   * Sends a request on a connection of its own.
   *
   * @param bodyLimit bytes of the body that are read; the rest is left out
   */
  public static Answer send(Request request, Deadline deadline, int bodyLimit)
      throws WireException {
    try (Connection connection = Connection.open(request.address(), deadline)) {
      connection.write(bytes(request));
      int status = status(connection);
      Map<String, String> headers = headers(connection);
      return new Answer(status, headers, body(connection, headers, bodyLimit));
    }
  }

  // HTTP/1.0, so that the other side closes and sends no chunks (RFC 1945); Host is sent anyway,
  // because servers with name-based hosts want it.
  private static byte[] bytes(Request request) {
    URI uri = request.uri();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
    String head =
        request.method() + " " + target + " HTTP/1.0\r\nHost: " + request.address() + "\r\n";
    String described =
        body.length == 0
            ? ""
            : "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n";
    StringBuilder more = new StringBuilder();
    request.headers().forEach((name, value) -> more.append(name + ": " + value + "\r\n"));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        (head + described + more + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    all.writeBytes(body);
    return all.toByteArray();
  }

  private static int status(Connection connection) throws WireException {
    String line = connection.line(LINE_BYTES);
    if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      throw new WireException(
          connection.address() + " does not speak HTTP: it sent '" + OneLine.of(line, 60) + "'");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static Map<String, String> headers(Connection connection) throws WireException {
    Map<String, String> headers = new TreeMap<>();
    for (int count = 0; count < HEADERS; count++) {
      String line = connection.line(LINE_BYTES);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    throw new WireException(connection.address() + " sent more than " + HEADERS + " headers");
  }

  private static String body(Connection connection, Map<String, String> headers, int limit)
      throws WireException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return new String(chunks(connection, limit), StandardCharsets.UTF_8);
    }
    int length = number(headers.getOrDefault("content-length", ""), 10).orElse(limit);
    return new String(connection.upTo(Math.min(length, limit)), StandardCharsets.UTF_8);
  }

  // Some servers chunk even so (RFC 9112, section 7.1).
  private static byte[] chunks(Connection connection, int limit) throws WireException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < limit) {
      String line = connection.line(LINE_BYTES);
      int size =
          number(line.split(";", 2)[0].strip(), 16)
              .orElseThrow(() -> new WireException("'" + OneLine.of(line, 40) + "' is no chunk"));
      if (size == 0) {
        break;
      }
      body.writeBytes(connection.exactly(Math.min(size, limit - body.size())));
      if (body.size() < limit) {
        connection.line(LINE_BYTES);
      }
    }
    return body.toByteArray();
  }

  private static Optional<Integer> number(String text, int radix) {
    String digits = radix == 16 ? "[0-9a-fA-F]{1,7}" : "[0-9]{1,9}";
    return text.matches(digits) ? Optional.of(Integer.parseInt(text, radix)) : Optional.empty();
  }
}
