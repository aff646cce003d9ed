package io.usercenter.collector;

import io.usercenter.collector.http.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the environment says.
 *
 * @param spool directory of what is not stored yet
 * @param spoolBytes how large that may become
 * @param keepDays how many days spans are kept
 * @param keepBytes how large all indices of spans may become together
 */
record Settings(
    Ports.Numbers ports,
    URI elasticsearch,
    Path spool,
    long spoolBytes,
    int keepDays,
    long keepBytes) {

  private static final long MIB = 1 << 20;

  /**
   * @throws IllegalArgumentException with a sentence for users
   */
  static Settings of(Map<String, String> environment) {
    return new Settings(
        new Ports.Numbers(
            environment.getOrDefault("COLLECTOR_HOST", "127.0.0.1"),
            port(environment, "COLLECTOR_THRIFT_PORT", 14268),
            port(environment, "COLLECTOR_COMPACT_PORT", 6831),
            port(environment, "COLLECTOR_BINARY_PORT", 6832),
            port(environment, "COLLECTOR_OTLP_PORT", 4318),
            port(environment, "COLLECTOR_ZIPKIN_PORT", 9411),
            port(environment, "COLLECTOR_QUERY_PORT", 16686),
            port(environment, "COLLECTOR_ADMIN_PORT", 14269)),
        URI.create(environment.getOrDefault("ELASTICSEARCH_URL", "http://127.0.0.1:9200")),
        Path.of(environment.getOrDefault("COLLECTOR_SPOOL", "/var/lib/collector")),
        number(environment, "COLLECTOR_SPOOL_MIB", 4096, 64, 1 << 20) * MIB,
        (int) number(environment, "COLLECTOR_KEEP_DAYS", 7, 1, 3650),
        number(environment, "COLLECTOR_KEEP_MIB", 10_240, 1, 1 << 30) * MIB);
  }

  private static int port(Map<String, String> environment, String name, int otherwise) {
    return (int) number(environment, name, otherwise, 0, 65_535);
  }

  private static long number(
      Map<String, String> environment, String name, long otherwise, long least, long most) {
    String text = environment.getOrDefault(name, String.valueOf(otherwise));
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s is '%s', not a number from %d to %d".formatted(name, text, least, most));
  }
}
