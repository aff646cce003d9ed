package io.usercenter.user.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/**
 * One logger: go-zero's fields, sorted by name. The caller is the logger's class, since a line
 * number would cost a stack walk for every line.
 */
final class JsonLogger extends LegacyAbstractLogger implements LoggingEventAware {
  private static final long serialVersionUID = 1L;

  private static final int OURS = -1;

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
      write(event.getLevel(), content, event.getKeyValuePairs(), event.getThrowable());
    }
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    write(level, MessageFormatter.basicArrayFormat(message, arguments), null, thrown);
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
    return level.toInt() >= (least == OURS ? LogLevel.threshold().toInt() : least);
  }

  /**
   * Libraries only speak up about what may be wrong. The tracer's reporter prints a stack trace for
   * every lost batch; our sender says it once a minute.
   */
  private static int least(String name) {
    if (name.startsWith("io.usercenter.")) {
      return OURS;
    }
    return name.startsWith("io.jaegertracing.") ? Integer.MAX_VALUE : Level.WARN.toInt();
  }

  private void write(
      Level level,
      @Nullable String content,
      @Nullable List<KeyValuePair> fields,
      @Nullable Throwable thrown) {
    JsonLine line = new JsonLine();
    line.text("@timestamp", timestamp());
    line.text("caller", caller);
    line.text("content", thrown == null ? "" + content : content + "\n" + stack(thrown));
    optional(line, "duration", fields);
    line.text("level", word(level));
    optional(line, "span", fields);
    optional(line, "trace", fields);
    Output.STANDARD.line(line.end());
  }

  private static void optional(JsonLine line, String name, @Nullable List<KeyValuePair> fields) {
    if (fields == null) {
      return;
    }
    for (KeyValuePair field : fields) {
      if (field.key.equals(name)) {
        line.text(name, String.valueOf(field.value));
      }
    }
  }

  private static String timestamp() {
    return Instant.ofEpochMilli(System.currentTimeMillis()).toString();
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
      // go-zero has no level between info and error, and a warning must survive "Level: error".
      case WARN, ERROR -> "error";
    };
  }
}
