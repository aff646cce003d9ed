package io.usercenter.user.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where PostgreSQL is: {@code Database.PGDataSource} in libpq's key=value or URL form. */
public record DataSource(
    String host, int port, String database, String user, String password, String sslMode) {

  private static final Pattern PAIR =
      Pattern.compile("\\s*(\\w+)\\s*=\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|(\\S*))\\s*");
  private static final List<String> SSL_MODES = List.of("disable", "prefer", "require");

  /**
   * Splits first and expands each value afterwards, so that a password may contain spaces and
   * quotes. Throws {@link IllegalArgumentException} with what is wrong.
   */
  public static DataSource parse(String text, UnaryOperator<String> expand) {
    Map<String, String> pairs =
        text.contains("://") ? fromUrl(expand.apply(text)) : fromPairs(text, expand);
    String sslMode = pairs.getOrDefault("sslmode", "prefer");
    if (!SSL_MODES.contains(sslMode)) {
      throw new IllegalArgumentException(
          "sslmode is '%s', it must be one of %s".formatted(sslMode, SSL_MODES));
    }
    return new DataSource(
        pairs.getOrDefault("host", "localhost"),
        port(pairs.getOrDefault("port", "5432")),
        pairs.getOrDefault("dbname", pairs.getOrDefault("user", "postgres")),
        pairs.getOrDefault("user", "postgres"),
        pairs.getOrDefault("password", ""),
        sslMode);
  }

  public String address() {
    return "%s:%d/%s".formatted(host, port, database);
  }

  @Override
  public String toString() {
    return "host=%s port=%d user=%s password=*** dbname=%s sslmode=%s"
        .formatted(host, port, user, database, sslMode);
  }

  private static Map<String, String> fromPairs(String text, UnaryOperator<String> expand) {
    Map<String, String> pairs = new LinkedHashMap<>();
    Matcher matcher = PAIR.matcher(text);
    int end = 0;
    while (matcher.lookingAt()) {
      String quoted = matcher.group(2);
      String value = quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      pairs.put(matcher.group(1), expand.apply(value));
      end = matcher.end();
      matcher.region(end, text.length());
    }
    if (end < text.length() || pairs.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' is not a list of key=value".formatted(Secrets.masked(text.substring(end))));
    }
    return pairs;
  }

  private static Map<String, String> fromUrl(String text) {
    try {
      URI url = new URI(text);
      Map<String, String> pairs = new LinkedHashMap<>();
      pairs.put("host", url.getHost());
      pairs.put("port", url.getPort() < 0 ? "5432" : Integer.toString(url.getPort()));
      pairs.put("dbname", url.getPath().replaceFirst("^/", ""));
      String[] login = String.valueOf(url.getUserInfo()).split(":", 2);
      pairs.put("user", login[0]);
      pairs.put("password", login.length == 2 ? login[1] : "");
      Matcher sslMode = Pattern.compile("sslmode=(\\w+)").matcher("" + url.getQuery());
      if (sslMode.find()) {
        pairs.put("sslmode", sslMode.group(1));
      }
      return pairs;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is not a postgresql:// URL", e);
    }
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      // told below, like a number outside the range
    }
    throw new IllegalArgumentException("port is '%s', it must be 1 to 65535".formatted(text));
  }
}
