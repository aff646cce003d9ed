package io.usercenter.user.trace;

import io.jaegertracing.internal.JaegerSpan;
import io.opentracing.tag.Tags;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * OpenTelemetry's spans in JSON (OTLP 1.0, "JSON Protobuf Encoding"): ids in hex, 64 bits as text.
 */
final class Otlp {
  private static final int INTERNAL = 1;
  private static final int SERVER = 2;
  private static final int CLIENT = 3;
  private static final int ERROR = 2;

  private Otlp() {}

  /** All spans are of one service. */
  static String batch(List<JaegerSpan> spans) {
    JsonArray all = new JsonArray();
    spans.forEach(span -> all.add(span(span)));
    JsonObject scope = new JsonObject().put("name", "go-zero");
    JsonObject resource =
        new JsonObject()
            .put(
                "attributes",
                new JsonArray().add(attribute("service.name", spans.getFirst().getServiceName())));
    JsonArray scopes = new JsonArray().add(new JsonObject().put("scope", scope).put("spans", all));
    return new JsonObject()
        .put(
            "resourceSpans",
            new JsonArray()
                .add(new JsonObject().put("resource", resource).put("scopeSpans", scopes)))
        .encode();
  }

  /** One line for each span. */
  static String lines(List<JaegerSpan> spans) {
    StringBuilder lines = new StringBuilder();
    for (JaegerSpan span : spans) {
      lines.append(span(span).put("serviceName", span.getServiceName()).encode()).append('\n');
    }
    return lines.toString();
  }

  private static JsonObject span(JaegerSpan span) {
    SpanFields fields = SpanFields.of(span);
    JsonArray attributes = new JsonArray();
    for (Map.Entry<String, Object> tag : fields.tags().entrySet()) {
      if (!tag.getKey().equals(Tags.ERROR.getKey())) {
        attributes.add(attribute(tag.getKey(), tag.getValue()));
      }
    }
    return new JsonObject()
        .put("traceId", fields.traceId())
        .put("spanId", fields.id())
        .put("parentSpanId", fields.parentId())
        .put("name", span.getOperationName())
        .put("kind", kind(fields.kind()))
        .put("startTimeUnixNano", nanos(span.getStart()))
        .put("endTimeUnixNano", nanos(span.getStart() + span.getDuration()))
        .put("attributes", attributes)
        .put("status", fields.failed() ? new JsonObject().put("code", ERROR) : new JsonObject());
  }

  private static int kind(String kind) {
    return switch (kind) {
      case "server" -> SERVER;
      case "client" -> CLIENT;
      default -> INTERNAL;
    };
  }

  private static String nanos(long micros) {
    return Long.toString(Math.multiplyExact(micros, 1000L));
  }

  private static JsonObject attribute(String key, Object value) {
    JsonObject any =
        switch (value) {
          case Boolean flag -> new JsonObject().put("boolValue", flag);
          case Double number -> new JsonObject().put("doubleValue", number);
          case Float number -> new JsonObject().put("doubleValue", number);
          case Number number -> new JsonObject().put("intValue", number.toString());
          default -> new JsonObject().put("stringValue", value.toString());
        };
    return new JsonObject().put("key", key).put("value", any);
  }
}
