package io.usercenter.user.log;

import io.usercenter.user.config.Secrets;
import io.usercenter.user.guard.LogSampler;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** One logger: ECS fields. It names its class, since a line number would cost a stack walk. */
final class JsonLogger extends LegacyAbstractLogger implements LoggingEventAware {
  private static final long serialVersionUID = 1L;

  private static final int OURS = -1;
  private static final byte[] START = "{\"@timestamp\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final ThreadLocal<JsonLine> LINE = ThreadLocal.withInitial(JsonLine::new);
  private static final ThreadLocal<Timestamps> TIME = ThreadLocal.withInitial(Timestamps::new);

  private static final LogSampler REPEATED =
      new LogSampler(20, Duration.ofSeconds(10), JsonLogger::summed);

  private final String caller;
  private final int least;

  JsonLogger(String name) {
    this.name = name;
    caller = name.substring(name.lastIndexOf('.') + 1);
    least = least(name);
  }

  @Override
  public void log(LoggingEvent event) {
    if (enabled(event.getLevel())) {
      String content =
          MessageFormatter.basicArrayFormat(event.getMessage(), event.getArgumentArray());
      sampled(
          event.getLevel(),
          event.getMessage(),
          content,
          event.getKeyValuePairs(),
          event.getThrowable());
    }
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    String content = MessageFormatter.basicArrayFormat(message, arguments);
    sampled(level, message, content, null, thrown);
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return JsonLogger.class.getName();
  }

  @Override
  public boolean isTraceEnabled() {
    return enabled(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return enabled(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return enabled(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return enabled(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return enabled(Level.ERROR);
  }

  private boolean enabled(Level level) {
    return least == OURS ? Logging.shows(level) : level.toInt() >= least;
  }

  /**
   * Libraries only speak up about what may be wrong. The tracer's reporter prints a stack trace for
   * every lost batch; our sender says it once a minute.
   */
  private static int least(String name) {
    if (name.startsWith("io.usercenter.")) {
      return OURS;
    }
    if (name.equals(Logging.CONFIG)) {
      return Level.INFO.toInt();
    }
    return name.startsWith("io.jaegertracing.") ? Integer.MAX_VALUE : Level.WARN.toInt();
  }

  /**
   * Warnings and errors that repeat themselves are summed up, so that a fault cannot fill a disk.
   */
  private void sampled(
      Level level,
      @Nullable String template,
      @Nullable String content,
      @Nullable List<KeyValuePair> fields,
      @Nullable Throwable thrown) {
    if (level.toInt() < Level.WARN.toInt() || REPEATED.passes(caller + ": " + template)) {
      write(level, caller, "" + content, fields, thrown);
    } else {
      REPEATED.sweep();
    }
  }

  private static void summed(String key, long count) {
    write(Level.WARN, "Logging", count + " more lines like this: " + key, null, null);
  }

  private static void write(
      Level level,
      String caller,
      String content,
      @Nullable List<KeyValuePair> fields,
      @Nullable Throwable thrown) {
    JsonLine line = LINE.get();
    byte[] time = TIME.get().utc(System.currentTimeMillis());
    if (Logging.settings().plain()) {
      plain(line.begin(time), level, caller, content, fields, thrown);
    } else {
      json(line.begin(START).constant(time), level, caller, content, fields, thrown);
    }
    Logging.OUTPUT.line(line.bytes(), line.length());
  }

  private static void json(
      JsonLine line,
      Level level,
      String caller,
      String content,
      @Nullable List<KeyValuePair> fields,
      @Nullable Throwable thrown) {
    line.constant(Logging.service())
        .text("log.level", word(level))
        .text("log.logger", caller)
        .text("message", cut(content));
    if (fields != null) {
      for (KeyValuePair field : fields) {
        add(line, field.key, field.value);
      }
    }
    if (thrown != null) {
      line.text("error.type", thrown.getClass().getName())
          .text("error.message", Secrets.masked("" + thrown.getMessage()))
          .text("error.stack_trace", Secrets.masked(stack(thrown)));
    }
    line.end();
  }

  private static void plain(
      JsonLine line,
      Level level,
      String caller,
      String content,
      @Nullable List<KeyValuePair> fields,
      @Nullable Throwable thrown) {
    line.plain(' ', word(level)).plain(' ', caller).plain(' ', cut(content));
    if (fields != null) {
      for (KeyValuePair field : fields) {
        line.plain(' ', field.key).plain('=', String.valueOf(field.value));
      }
    }
    if (thrown != null) {
      line.plain('\n', Secrets.masked(stack(thrown).stripTrailing()));
    }
    line.newline();
  }

  private static void add(JsonLine line, String key, @Nullable Object value) {
    if (value instanceof Long || value instanceof Integer) {
      line.number(key, ((Number) value).longValue());
    } else {
      line.text(key, String.valueOf(value));
    }
  }

  private static String cut(String content) {
    int most = Logging.settings().maxContentLength();
    return most == 0 || content.length() <= most ? content : content.substring(0, most) + "…";
  }

  private static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String word(Level level) {
    return switch (level) {
      case TRACE, DEBUG -> "debug";
      case INFO -> "info";
      case WARN -> "warn";
      case ERROR -> "error";
    };
  }
}
