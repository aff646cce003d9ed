package io.usercenter.shipper;

import io.usercenter.shipper.file.LogSources;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the environment says.
 *
 * @param state directory of what is not stored yet, and of how far each log is read
 * @param spoolBytes how large what is not stored yet may become
 * @param keepDays how many days logs are kept
 * @param keepBytes how large all indices of logs may become together
 */
record Settings(
    InetSocketAddress admin,
    URI elasticsearch,
    LogSources sources,
    Path state,
    long spoolBytes,
    int keepDays,
    long keepBytes) {

  private static final long MIB = 1 << 20;

  /**
   * @throws IllegalArgumentException with a sentence for users
   */
  static Settings of(Map<String, String> environment) {
    return new Settings(
        new InetSocketAddress(
            environment.getOrDefault("SHIPPER_HOST", "127.0.0.1"),
            (int) number(environment, "SHIPPER_PORT", 14270, 0, 65_535)),
        URI.create(environment.getOrDefault("ELASTICSEARCH_URL", "http://127.0.0.1:9200")),
        sources(environment),
        Path.of(environment.getOrDefault("SHIPPER_STATE", "/var/lib/log-shipper")),
        number(environment, "SHIPPER_SPOOL_MIB", 1024, 16, 1 << 20) * MIB,
        (int) number(environment, "SHIPPER_KEEP_DAYS", 7, 1, 3650),
        number(environment, "SHIPPER_KEEP_MIB", 10_240, 1, 1 << 30) * MIB);
  }

  private static LogSources sources(Map<String, String> environment) {
    String processes = environment.getOrDefault("SHIPPER_PROCESSES", "");
    if (!processes.isEmpty()) {
      return new LogSources.OfProcesses(Path.of(processes));
    }
    String project = environment.getOrDefault("SHIPPER_PROJECT", "");
    if (project.isEmpty()) {
      throw new IllegalArgumentException(
          "neither SHIPPER_PROCESSES nor SHIPPER_PROJECT is set: a directory with SERVICE/output.log,"
              + " or the Compose project whose containers are followed");
    }
    return new LogSources.OfContainers(
        Path.of(environment.getOrDefault("SHIPPER_CONTAINERS", "/var/lib/docker/containers")),
        project);
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
