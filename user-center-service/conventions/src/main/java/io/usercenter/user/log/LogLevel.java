package io.usercenter.user.log;

import io.usercenter.user.config.Section;
import org.slf4j.event.Level;

/** The process-wide threshold of the {@code Log} block; SLF4J's loggers are process-wide too. */
public final class LogLevel {
  private static volatile Level threshold = Level.INFO;

  private LogLevel() {}

  static Level threshold() {
    return threshold;
  }

  /** Reads {@code Log.Level}; go-zero's {@code severe} shows errors only, as {@code error} does. */
  public static Level read(Section log) {
    return switch (log.choice("Level", "info", "debug", "error", "severe")) {
      case "debug" -> Level.DEBUG;
      case "info" -> Level.INFO;
      default -> Level.WARN;
    };
  }

  public static void set(Level level) {
    threshold = level;
  }

  /** Waits briefly until what was logged is written. */
  public static void flush() {
    Output.STANDARD.flush();
  }
}
