package io.usercenter.shipper.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event as a document of the Elastic Common Schema. Names that go-zero's logs have instead are
 * translated; what the schema does not know is under {@code labels}, kept and not indexed, so that
 * no service can make the mapping grow.
 */
public final class Document {

  private static final Duration AHEAD = Duration.ofDays(2);

  /** Names of the schema that are kept as texts. */
  private static final Set<String> TEXTS =
      Set.of(
          "trace.id",
          "span.id",
          "event.dataset",
          "log.logger",
          "process.thread.name",
          "error.type",
          "error.message",
          "error.stack_trace",
          "http.request.method",
          "url.path",
          "client.address",
          "user_agent.original");

  private static final Set<String> NUMBERS =
      Set.of("http.response.status_code", "event.duration", "process.pid");

  /** Names of other schemata, by those that go-zero, logback and zap write. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("trace", "trace.id"),
          Map.entry("span", "span.id"),
          Map.entry("trace_id", "trace.id"),
          Map.entry("traceId", "trace.id"),
          Map.entry("span_id", "span.id"),
          Map.entry("spanId", "span.id"),
          Map.entry("logger", "log.logger"),
          Map.entry("logger_name", "log.logger"),
          Map.entry("thread_name", "process.thread.name"),
          Map.entry("stack_trace", "error.stack_trace"));

  private static final List<String> TIMES = List.of("@timestamp", "ts", "time", "timestamp");
  private static final List<String> LEVELS = List.of("log.level", "level", "severity");
  private static final List<String> MESSAGES = List.of("message", "msg", "content");
  private static final int MOST_LABELS = 64;
  private static final int LONGEST_TEXT = 1024;

  private final Instant time;
  private final boolean corrected;
  private final String message;
  private final @Nullable String level;
  private final Map<String, Object> fields;
  private final Map<String, Object> labels;

  private Document(
      Instant time,
      boolean corrected,
      String message,
      @Nullable String level,
      Map<String, Object> fields,
      Map<String, Object> labels) {
    this.time = time;
    this.corrected = corrected;
    this.message = message;
    this.level = level;
    this.fields = fields;
    this.labels = labels;
  }

  /**
   * @param before when the event before it in the same file was written, for one that does not say
   * @param kept how long events are kept; one that is older by its own word is taken for new
   */
  public static Document of(Event event, Instant before, Instant now, Duration kept) {
    Map<String, Object> tree = event.text().startsWith("{") ? json(event.text()) : Map.of();
    return tree.isEmpty()
        ? ofText(event, before, now, kept)
        : ofTree(event, tree, before, now, kept);
  }

  private static Map<String, Object> json(String text) {
    // A stack trace may follow below.
    int line = text.indexOf('\n');
    try {
      return JSON.std.mapFrom(line < 0 ? text : text.substring(0, line));
    } catch (IOException none) {
      return Map.of();
    }
  }

  private static Document ofText(Event event, Instant before, Instant now, Duration kept) {
    String text = event.text();
    Instant own = or(Times.find(text), event.written());
    return at(
        own,
        before,
        now,
        kept,
        text,
        Levels.find(text),
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }

  private static Document ofTree(
      Event event, Map<String, Object> tree, Instant before, Instant now, Duration kept) {
    Map<String, Object> flat = new LinkedHashMap<>();
    flatten("", tree, flat, 0);
    Instant own = null;
    for (String name : TIMES) {
      own = or(own, Times.ofField(flat.get(name)));
    }
    String level = null;
    for (String name : LEVELS) {
      level = level == null ? Levels.of(flat.get(name)) : level;
    }
    String message = "";
    for (String name : MESSAGES) {
      Object value = flat.get(name);
      message = message.isEmpty() && value != null ? value.toString() : message;
    }
    int line = event.text().indexOf('\n');
    if (message.isEmpty()) {
      message = event.text();
    } else if (line >= 0) {
      message += event.text().substring(line);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    Map<String, Object> labels = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : flat.entrySet()) {
      String name = OTHERS.getOrDefault(entry.getKey(), entry.getKey());
      Object value = entry.getValue();
      if (TEXTS.contains(name)) {
        fields.putIfAbsent(name, value.toString());
      } else if (NUMBERS.contains(name) && value instanceof Number number) {
        fields.putIfAbsent(name, number.longValue());
      } else if (!isTaken(name, value) && labels.size() < MOST_LABELS) {
        labels.put(name, shortened(value));
      }
    }
    return at(or(own, event.written()), before, now, kept, message, level, fields, labels);
  }

  private static boolean isTaken(String name, Object value) {
    return TIMES.contains(name)
        || MESSAGES.contains(name)
        || name.equals("ecs.version")
        || name.equals("service.name")
        || (LEVELS.contains(name) && Levels.of(value) != null);
  }

  private static Object shortened(Object value) {
    String text = value.toString();
    return value instanceof Number || value instanceof Boolean
        ? value
        : text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
  }

  private static void flatten(String prefix, Map<?, ?> tree, Map<String, Object> flat, int depth) {
    for (Map.Entry<?, ?> entry : tree.entrySet()) {
      String name = prefix + entry.getKey();
      if (entry.getValue() instanceof Map<?, ?> inner && depth < 8) {
        flatten(name + ".", inner, flat, depth + 1);
      } else if (entry.getValue() != null) {
        flat.put(name, entry.getValue());
      }
    }
  }

  private static @Nullable Instant or(@Nullable Instant one, @Nullable Instant other) {
    return one == null ? other : one;
  }

  private static Document at(
      @Nullable Instant own,
      Instant before,
      Instant now,
      Duration kept,
      String message,
      @Nullable String level,
      Map<String, Object> fields,
      Map<String, Object> labels) {
    Instant time = own == null ? before : own;
    // Its index would be deleted at once, or never.
    boolean unlikely = time.isBefore(now.minus(kept)) || time.isAfter(now.plus(AHEAD));
    if (unlikely && own != null) {
      labels.put("written", own.toString());
    }
    return new Document(
        unlikely ? now : time, unlikely && own != null, message, level, fields, labels);
  }

  public Instant time() {
    return time;
  }

  /** Whether the time it gave itself cannot be. */
  public boolean corrected() {
    return corrected;
  }

  /** Writes it with what is known of where it comes from. */
  public void write(JsonGenerator json, String service, String container, String file, long offset)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("@timestamp", time.toString());
    json.writeStringField("message", message);
    if (level != null) {
      json.writeStringField("log.level", level);
    }
    json.writeStringField("service.name", service);
    if (!container.isEmpty()) {
      json.writeStringField("container.id", container);
    }
    json.writeStringField("log.file.path", file);
    json.writeNumberField("log.offset", offset);
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      json.writePOJOField(field.getKey(), field.getValue());
    }
    if (!labels.isEmpty()) {
      json.writeObjectFieldStart("labels");
      for (Map.Entry<String, Object> label : labels.entrySet()) {
        json.writePOJOField(label.getKey(), label.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
