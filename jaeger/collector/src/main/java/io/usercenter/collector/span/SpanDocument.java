package io.usercenter.collector.span;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.usercenter.collector.span.Span.Emitter;
import io.usercenter.collector.span.Span.Log;
import io.usercenter.collector.span.Span.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span as Jaeger keeps it in Elasticsearch: internal/storage/v1/elasticsearch/spanstore of its
 * repository. Reading takes also what other versions of it wrote: values as text, tags as fields,
 * {@code parentSpanID}.
 */
public final class SpanDocument {

  private SpanDocument() {}

  /** Writes the document as one JSON object. */
  public static void write(Span span, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceID", span.traceId());
    json.writeStringField("spanID", span.spanId());
    json.writeNumberField("flags", span.flags());
    json.writeStringField("operationName", span.operation());
    json.writeArrayFieldStart("references");
    for (Reference reference : span.references()) {
      json.writeStartObject();
      json.writeStringField("refType", reference.kind().name());
      json.writeStringField("traceID", reference.traceId());
      json.writeStringField("spanID", reference.spanId());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("startTime", span.startMicros());
    json.writeNumberField("startTimeMillis", span.startMicros() / 1000);
    json.writeNumberField("duration", span.durationMicros());
    tags("tags", span.tags(), json);
    json.writeArrayFieldStart("logs");
    for (Log log : span.logs()) {
      json.writeStartObject();
      json.writeNumberField("timestamp", log.micros());
      tags("fields", log.fields(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("process");
    json.writeStringField("serviceName", span.process().service());
    tags("tags", span.process().tags(), json);
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Writes tags as Jaeger does here and in its API: key, type, typed value. */
  public static void tags(String name, List<Tag> tags, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(name);
    for (Tag tag : tags) {
      json.writeStartObject();
      json.writeStringField("key", tag.key());
      json.writeStringField("type", tag.type().text());
      json.writeFieldName("value");
      switch (tag.value()) {
        case Boolean flag -> json.writeBoolean(flag);
        case Long number -> json.writeNumber(number);
        // What is no number has no place in JSON; readers take text as well.
        case Double number when number.isNaN() || number.isInfinite() ->
            json.writeString(number.toString());
        case Double number -> json.writeNumber(number);
        default -> json.writeString(tag.value().toString());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Reads the object the parser is at the start of, and leaves it at its end. */
  public static Span read(JsonParser json) throws IOException {
    Reader reader = new Reader();
    for (String name = field(json); name != null; name = field(json)) {
      reader.field(name, json);
    }
    return reader.span();
  }

  private static final class Reader {
    private String traceId = "";
    private String spanId = "";
    private String parent = "";
    private String operation = "";
    private int flags;
    private long start;
    private long duration;
    private final List<Reference> references = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();
    private final List<Log> logs = new ArrayList<>();
    private Emitter process = new Emitter("", List.of());

    void field(String name, JsonParser json) throws IOException {
      switch (name) {
        case "traceID" -> traceId = json.getValueAsString("");
        case "spanID" -> spanId = json.getValueAsString("");
        case "parentSpanID" -> parent = json.getValueAsString("");
        case "operationName" -> operation = json.getValueAsString("");
        case "flags" -> flags = json.getValueAsInt();
        case "startTime" -> start = json.getValueAsLong();
        case "duration" -> duration = json.getValueAsLong();
        case "references" -> items(json, () -> references.add(reference(json)));
        case "tags" -> readTags(json, tags);
        case "tag" -> tagFields(json, tags);
        case "logs" -> items(json, () -> logs.add(log(json)));
        case "process" -> process = process(json);
        default -> json.skipChildren();
      }
    }

    Span span() {
      if (references.isEmpty() && !parent.isEmpty()) {
        references.add(new Reference(Reference.Kind.CHILD_OF, traceId, parent));
      }
      return new Span(
          traceId, spanId, operation, references, flags, start, duration, tags, logs, process);
    }
  }

  private static Reference reference(JsonParser json) throws IOException {
    String kind = "";
    String traceId = "";
    String spanId = "";
    for (String name = field(json); name != null; name = field(json)) {
      switch (name) {
        case "refType" -> kind = json.getValueAsString("");
        case "traceID" -> traceId = json.getValueAsString("");
        case "spanID" -> spanId = json.getValueAsString("");
        default -> json.skipChildren();
      }
    }
    boolean follows = kind.equals(Reference.Kind.FOLLOWS_FROM.name());
    return new Reference(
        follows ? Reference.Kind.FOLLOWS_FROM : Reference.Kind.CHILD_OF, traceId, spanId);
  }

  private static Log log(JsonParser json) throws IOException {
    long micros = 0;
    List<Tag> fields = new ArrayList<>();
    for (String name = field(json); name != null; name = field(json)) {
      switch (name) {
        case "timestamp" -> micros = json.getValueAsLong();
        case "fields" -> readTags(json, fields);
        default -> json.skipChildren();
      }
    }
    return new Log(micros, fields);
  }

  private static Emitter process(JsonParser json) throws IOException {
    String service = "";
    List<Tag> tags = new ArrayList<>();
    for (String name = field(json); name != null; name = field(json)) {
      switch (name) {
        case "serviceName" -> service = json.getValueAsString("");
        case "tags" -> readTags(json, tags);
        case "tag" -> tagFields(json, tags);
        default -> json.skipChildren();
      }
    }
    return new Emitter(service, tags);
  }

  private static void readTags(JsonParser json, List<Tag> tags) throws IOException {
    items(json, () -> tags.add(tag(json)));
  }

  private static Tag tag(JsonParser json) throws IOException {
    String key = "";
    String type = "";
    Object value = "";
    for (String name = field(json); name != null; name = field(json)) {
      switch (name) {
        case "key" -> key = json.getValueAsString("");
        case "type" -> type = json.getValueAsString("");
        case "value" -> value = scalar(json);
        default -> json.skipChildren();
      }
    }
    return typed(key, Tag.Type.of(type), value);
  }

  /** Tags that are fields of an object, with dots in their names replaced. */
  private static void tagFields(JsonParser json, List<Tag> tags) throws IOException {
    for (String name = field(json); name != null; name = field(json)) {
      Object value = scalar(json);
      Tag.Type type =
          switch (value) {
            case Boolean _ -> Tag.Type.BOOL;
            case Long _ -> Tag.Type.INT64;
            case Double _ -> Tag.Type.FLOAT64;
            default -> Tag.Type.STRING;
          };
      tags.add(new Tag(name.replace('@', '.'), type, value));
    }
  }

  private static Tag typed(String key, Tag.Type type, Object value) {
    String text = value.toString();
    try {
      return switch (type) {
        case BOOL -> Tag.of(key, Boolean.parseBoolean(text));
        case INT64 -> Tag.of(key, value instanceof Long number ? number : Long.parseLong(text));
        case FLOAT64 -> Tag.of(key, Double.parseDouble(text));
        case STRING, BINARY -> new Tag(key, type, text);
      };
    } catch (NumberFormatException other) {
      return Tag.of(key, text);
    }
  }

  private static Object scalar(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? json.getText()
              : (Object) json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case START_OBJECT, START_ARRAY -> {
        json.skipChildren();
        yield "";
      }
      default -> json.getValueAsString("");
    };
  }

  /** The name of the next field, with the parser at its value; null at the end of the object. */
  private static @Nullable String field(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.FIELD_NAME) {
      return null;
    }
    String name = json.currentName();
    json.nextToken();
    return name;
  }

  /** Something done with each item of an array. */
  private interface Item {
    void read() throws IOException;
  }

  private static void items(JsonParser json, Item item) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        item.read();
      } else {
        json.skipChildren();
      }
    }
  }
}
