package io.usercenter.collector.receive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.usercenter.collector.receive.OtlpSpan.Scope;
import io.usercenter.collector.span.Span.Emitter;
import io.usercenter.collector.span.SpanSink;
import io.usercenter.collector.span.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OpenTelemetry's trace requests in JSON (OTLP 1.0, "JSON Protobuf Encoding"): protobuf's own JSON,
 * but with ids in hex.
 */
public final class OtlpJson {

  private static final List<String> KINDS =
      List.of(
          "SPAN_KIND_UNSPECIFIED",
          "SPAN_KIND_INTERNAL",
          "SPAN_KIND_SERVER",
          "SPAN_KIND_CLIENT",
          "SPAN_KIND_PRODUCER",
          "SPAN_KIND_CONSUMER");
  private static final List<String> STATUSES =
      List.of("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR");

  /** Whose spans each part of the request has, in the order of the parts. */
  private final List<Emitter> processes = new ArrayList<>();

  private final List<Scope> scopes = new ArrayList<>();
  private final SpanSink sink;
  private int nextProcess;
  private int nextScope;

  private OtlpJson(SpanSink sink) {
    this.sink = sink;
  }

  /** Reads an {@code ExportTraceServiceRequest}, twice: whose spans they are may stand behind. */
  public static void request(byte[] body, int length, SpanSink sink) throws MalformedException {
    OtlpJson reader = new OtlpJson(sink);
    JsonBody.parse(body, length, json -> reader.resources(json, false));
    JsonBody.parse(body, length, json -> reader.resources(json, true));
  }

  private void resources(JsonParser json, boolean spans) throws IOException, MalformedException {
    JsonBody.object(
        json,
        () -> {
          for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
            if (is(name, "resourceSpans", "resource_spans")) {
              JsonBody.objects(json, () -> resource(json, spans));
            } else {
              json.skipChildren();
            }
          }
        });
  }

  private void resource(JsonParser json, boolean spans) throws IOException, MalformedException {
    List<Tag> attributes = new ArrayList<>();
    Emitter process = spans ? processes.get(nextProcess++) : OtlpSpan.process(attributes);
    for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
      if (name.equals("resource") && !spans) {
        JsonBody.object(json, () -> attributesOf(json, attributes));
      } else if (is(name, "scopeSpans", "scope_spans")) {
        JsonBody.objects(json, () -> scopeSpans(json, process, spans));
      } else {
        json.skipChildren();
      }
    }
    if (!spans) {
      processes.add(OtlpSpan.process(attributes));
    }
  }

  private static void attributesOf(JsonParser json, List<Tag> into)
      throws IOException, MalformedException {
    for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
      if (name.equals("attributes")) {
        JsonBody.objects(json, () -> attribute(json, into));
      } else {
        json.skipChildren();
      }
    }
  }

  private void scopeSpans(JsonParser json, Emitter process, boolean spans)
      throws IOException, MalformedException {
    Scope[] scope = {spans ? scopes.get(nextScope++) : Scope.NONE};
    for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
      if (name.equals("scope") && !spans) {
        JsonBody.object(json, () -> scope[0] = scope(json));
      } else if (name.equals("spans") && spans) {
        JsonBody.objects(json, () -> span(json).into(sink, process, scope[0]));
      } else {
        json.skipChildren();
      }
    }
    if (!spans) {
      scopes.add(scope[0]);
    }
  }

  private static Scope scope(JsonParser json) throws IOException, MalformedException {
    String scopeName = "";
    String version = "";
    List<Tag> attributes = new ArrayList<>();
    for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
      switch (name) {
        case "name" -> scopeName = JsonBody.text(json);
        case "version" -> version = JsonBody.text(json);
        case "attributes" -> JsonBody.objects(json, () -> attribute(json, attributes));
        default -> json.skipChildren();
      }
    }
    return new Scope(scopeName, version, attributes);
  }

  private static OtlpSpan span(JsonParser json) throws IOException, MalformedException {
    OtlpSpan span = new OtlpSpan();
    for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
      switch (name) {
        case "traceId", "trace_id" -> span.traceId = JsonBody.text(json);
        case "spanId", "span_id" -> span.spanId = JsonBody.text(json);
        case "parentSpanId", "parent_span_id" -> span.parentId = JsonBody.text(json);
        case "traceState", "trace_state" -> span.state = JsonBody.text(json);
        case "name" -> span.name = JsonBody.text(json);
        case "kind" -> span.kind = constant(json, KINDS);
        case "startTimeUnixNano", "start_time_unix_nano" -> span.startNanos = JsonBody.number(json);
        case "endTimeUnixNano", "end_time_unix_nano" -> span.endNanos = JsonBody.number(json);
        case "flags" -> span.flags = (int) JsonBody.number(json);
        case "attributes" -> JsonBody.objects(json, () -> attribute(json, span.attributes));
        case "events" -> JsonBody.objects(json, () -> event(json, span));
        case "links" -> JsonBody.objects(json, () -> link(json, span));
        case "status" -> JsonBody.object(json, () -> status(json, span));
        default -> json.skipChildren();
      }
    }
    return span;
  }

  private static void event(JsonParser json, OtlpSpan span) throws IOException, MalformedException {
    long nanos = 0;
    String event = "";
    List<Tag> attributes = new ArrayList<>();
    for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
      switch (name) {
        case "timeUnixNano", "time_unix_nano" -> nanos = JsonBody.number(json);
        case "name" -> event = JsonBody.text(json);
        case "attributes" -> JsonBody.objects(json, () -> attribute(json, attributes));
        default -> json.skipChildren();
      }
    }
    span.events.add(OtlpSpan.event(nanos, event, attributes));
  }

  private static void link(JsonParser json, OtlpSpan span) throws IOException, MalformedException {
    String traceId = "";
    String spanId = "";
    List<Tag> attributes = new ArrayList<>();
    for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
      switch (name) {
        case "traceId", "trace_id" -> traceId = JsonBody.text(json);
        case "spanId", "span_id" -> spanId = JsonBody.text(json);
        case "attributes" -> JsonBody.objects(json, () -> attribute(json, attributes));
        default -> json.skipChildren();
      }
    }
    span.links.add(new OtlpSpan.Link(traceId, spanId, attributes));
  }

  private static void status(JsonParser json, OtlpSpan span)
      throws IOException, MalformedException {
    for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
      switch (name) {
        case "message" -> span.statusMessage = JsonBody.text(json);
        case "code" -> span.status = constant(json, STATUSES);
        default -> json.skipChildren();
      }
    }
  }

  private static void attribute(JsonParser json, List<Tag> into)
      throws IOException, MalformedException {
    String key = "";
    Object value = "";
    for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
      switch (name) {
        case "key" -> key = JsonBody.text(json);
        case "value" -> value = value(json);
        default -> json.skipChildren();
      }
    }
    into.add(Otlp.tag(key, value));
  }

  /** An AnyValue; how deep it may go is limited by the parser. */
  private static Object value(JsonParser json) throws IOException, MalformedException {
    Object[] value = {""};
    JsonBody.object(
        json,
        () -> {
          for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
            value[0] =
                switch (name) {
                  case "stringValue", "string_value" -> JsonBody.text(json);
                  case "boolValue", "bool_value" -> JsonBody.text(json).equals("true");
                  case "intValue", "int_value" -> JsonBody.number(json);
                  case "doubleValue", "double_value" -> decimal(json);
                  case "bytesValue", "bytes_value" -> bytes(json);
                  case "arrayValue", "array_value" -> array(json);
                  case "kvlistValue", "kvlist_value" -> map(json);
                  default -> {
                    json.skipChildren();
                    yield value[0];
                  }
                };
          }
        });
    return value[0];
  }

  private static List<Object> array(JsonParser json) throws IOException, MalformedException {
    List<Object> items = new ArrayList<>();
    JsonBody.object(
        json,
        () -> {
          for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
            if (json.currentToken() == JsonToken.START_ARRAY && name.equals("values")) {
              while (json.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(json));
              }
            } else {
              json.skipChildren();
            }
          }
        });
    return items;
  }

  private static Map<String, Object> map(JsonParser json) throws IOException, MalformedException {
    Map<String, Object> entries = new LinkedHashMap<>();
    JsonBody.object(
        json,
        () -> {
          for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
            if (name.equals("values")) {
              JsonBody.objects(json, () -> entry(json, entries));
            } else {
              json.skipChildren();
            }
          }
        });
    return entries;
  }

  private static void entry(JsonParser json, Map<String, Object> into)
      throws IOException, MalformedException {
    String key = "";
    Object value = "";
    for (String name = JsonBody.field(json); name != null; name = JsonBody.field(json)) {
      switch (name) {
        case "key" -> key = JsonBody.text(json);
        case "value" -> value = value(json);
        default -> json.skipChildren();
      }
    }
    into.put(key, value);
  }

  private static double decimal(JsonParser json) throws IOException, MalformedException {
    try {
      return Double.parseDouble(JsonBody.text(json));
    } catch (NumberFormatException wrong) {
      throw new MalformedException("no number where there must be one");
    }
  }

  private static byte[] bytes(JsonParser json) throws IOException, MalformedException {
    try {
      return Base64.getDecoder().decode(JsonBody.text(json));
    } catch (IllegalArgumentException wrong) {
      throw new MalformedException("no base64 where there must be some");
    }
  }

  /** Enumerations are numbers; protobuf's JSON has their names as well. */
  private static int constant(JsonParser json, List<String> names)
      throws IOException, MalformedException {
    int index = names.indexOf(JsonBody.text(json));
    return index >= 0 ? index : (int) JsonBody.number(json);
  }

  private static boolean is(String name, String camel, String snake) {
    return name.equals(camel) || name.equals(snake);
  }
}
