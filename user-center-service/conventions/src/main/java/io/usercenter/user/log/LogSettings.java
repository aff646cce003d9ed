package io.usercenter.user.log;

import io.usercenter.user.config.Section;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.event.Level;

/**
 * go-zero's {@code Log} block.
 *
 * @param directory where files go; empty for standard output
 * @param plain one readable line instead of JSON
 * @param keepDays older files are deleted; 0 keeps them
 * @param maxBackups so many files are kept when rotating by size; 0 keeps all
 * @param maxMegabytes rotate when a file is larger; 0 rotates daily
 * @param maxContentLength longer messages are cut, in characters; 0 cuts nothing
 */
public record LogSettings(
    String serviceName,
    String directory,
    boolean plain,
    Level level,
    boolean compress,
    int keepDays,
    int maxBackups,
    int maxMegabytes,
    int maxContentLength) {

  static final LogSettings DEFAULT =
      new LogSettings("user-center", "", false, Level.INFO, false, 0, 0, 0, 0);

  /** go-zero's {@code severe} shows errors only, as {@code error} does. */
  public static LogSettings read(Section log, String name) {
    String service = log.text("ServiceName", name);
    String mode = log.choice("Mode", "console", "file", "volume");
    String path = log.text("Path", "logs");
    for (String key : List.of("TimeFormat", "FileTimeFormat", "Stat", "StackCooldownMillis")) {
      if (log.has(key)) {
        log.text(key, "");
        log.remark(key, "has no effect: ECS fixes the time's form, and statistics are metrics");
      }
    }
    boolean bySize = log.choice("Rotation", "daily", "size").equals("size");
    int size = log.integer("MaxSize", 0, 0, 1_000_000);
    for (String key : List.of("TimeFormat", "Stat", "StackCooldownMillis")) {
      if (log.has(key)) {
        log.text(key);
        log.remark(
            key, "has no effect: lines are in the Elastic Common Schema, numbers are metrics");
      }
    }
    return new LogSettings(
        service,
        directory(mode, path, service),
        log.choice("Encoding", "json", "plain").equals("plain"),
        switch (log.choice("Level", "info", "debug", "error", "severe")) {
          case "debug" -> Level.DEBUG;
          case "info" -> Level.INFO;
          default -> Level.WARN;
        },
        log.flag("Compress", false),
        log.integer("KeepDays", 0, 0, 36_500),
        log.integer("MaxBackups", 0, 0, 100_000),
        bySize ? Math.max(1, size) : 0,
        log.integer("MaxContentLength", 0, 0, 10_000_000));
  }

  /** A volume is shared by many services and hosts, so that each has its own place in it. */
  private static String directory(String mode, String path, String service) {
    return switch (mode) {
      case "file" -> path;
      case "volume" -> Path.of(path, service, hostname()).toString();
      default -> "";
    };
  }

  private static String hostname() {
    String host = System.getenv("HOSTNAME");
    return host == null || host.isEmpty() ? "localhost" : host;
  }
}
