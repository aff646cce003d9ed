package io.usercenter.user.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.event.Level;

/** The log of this process; SLF4J's loggers are process-wide too. */
public final class Logging {
  /** The logger of what a program runs with: shown whatever the level. */
  public static final String CONFIG = "config";

  static final Output OUTPUT = new Output(new FileOutputStream(FileDescriptor.out));

  private static volatile LogSettings settings = LogSettings.DEFAULT;
  private static volatile byte[] service = serviceField(LogSettings.DEFAULT);

  private Logging() {}

  public static void configure(LogSettings wanted) {
    settings = wanted;
    service = serviceField(wanted);
  }

  /** Waits briefly until what was logged is written. */
  public static void flush() {
    OUTPUT.flush();
  }

  /** Lines that were dropped because nobody took them fast enough. */
  public static long dropped() {
    return OUTPUT.dropped();
  }

  static LogSettings settings() {
    return settings;
  }

  static boolean shows(Level level) {
    return level.toInt() >= settings.level().toInt();
  }

  /** What every line has, as JSON. */
  static byte[] service() {
    return service;
  }

  private static byte[] serviceField(LogSettings of) {
    JsonLine line =
        new JsonLine()
            .begin("\",\"ecs.version\":\"8.17.0\"".getBytes(StandardCharsets.US_ASCII))
            .text("service.name", of.serviceName());
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }
}
