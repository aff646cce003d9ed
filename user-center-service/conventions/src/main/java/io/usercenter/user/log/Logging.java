package io.usercenter.user.log;

import io.usercenter.user.problem.Problem;
import io.usercenter.user.problem.ProblemException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import org.slf4j.event.Level;

/** The log of this process; SLF4J's loggers are process-wide too. */
public final class Logging {
  /** The logger of what a program runs with: shown whatever the level. */
  public static final String CONFIG = "config";

  static final Output OUTPUT = new Output(new FileOutputStream(FileDescriptor.out));

  private static volatile LogSettings settings = LogSettings.DEFAULT;
  private static volatile byte[] service = serviceField(LogSettings.DEFAULT);

  private Logging() {}

  /** Throws {@link ProblemException} when the directory for files cannot be used. */
  public static void configure(LogSettings wanted) {
    settings = wanted;
    service = serviceField(wanted);
    if (!wanted.directory().isEmpty()) {
      try {
        OUTPUT.redirect(new LogFiles(wanted, Clock.system(ZoneId.systemDefault())));
      } catch (IOException e) {
        throw new ProblemException(
            new Problem(
                "the log files cannot be written",
                wanted.directory(),
                String.valueOf(e),
                "choose another directory with Log.Path, or 'Log.Mode: console'"),
            e);
      }
    }
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
