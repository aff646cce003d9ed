package io.usercenter.metrics;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the environment says.
 *
 * @param spool directory of what is not stored yet
 * @param spoolBytes how large that may become
 * @param series how many there may be in a day
 * @param keepDays how many days samples are kept
 * @param keepBytes how large all indices of samples may become together
 */
record Settings(
    InetSocketAddress address,
    URI elasticsearch,
    Path spool,
    long spoolBytes,
    int series,
    int keepDays,
    long keepBytes) {

  private static final long MIB = 1 << 20;

  /**
   * @throws IllegalArgumentException with a sentence for users
   */
  static Settings of(Map<String, String> environment) {
    return new Settings(
        new InetSocketAddress(
            environment.getOrDefault("METRICS_HOST", "127.0.0.1"),
            (int) number(environment, "METRICS_PORT", 9201, 0, 65_535)),
        URI.create(environment.getOrDefault("ELASTICSEARCH_URL", "http://127.0.0.1:9200")),
        Path.of(environment.getOrDefault("METRICS_SPOOL", "/var/lib/metrics-store")),
        number(environment, "METRICS_SPOOL_MIB", 2048, 64, 1 << 20) * MIB,
        (int) number(environment, "METRICS_SERIES", 50_000, 1, 10_000_000),
        (int) number(environment, "METRICS_KEEP_DAYS", 365, 1, 36_500),
        number(environment, "METRICS_KEEP_MIB", 51_200, 1, 1 << 30) * MIB);
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
