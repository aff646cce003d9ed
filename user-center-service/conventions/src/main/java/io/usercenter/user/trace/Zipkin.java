package io.usercenter.user.trace;

import io.jaegertracing.internal.JaegerSpan;
import io.opentracing.tag.Tags;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Zipkin's spans in JSON (zipkin-api, zipkin2-api.yaml). */
final class Zipkin {
  private Zipkin() {}

  static String batch(List<JaegerSpan> spans) {
    JsonArray batch = new JsonArray();
    spans.forEach(span -> batch.add(span(span)));
    return batch.encode();
  }

  private static JsonObject span(JaegerSpan span) {
    SpanFields fields = SpanFields.of(span);
    JsonObject json =
        new JsonObject()
            .put("traceId", fields.traceId())
            .put("id", fields.id())
            .put("name", span.getOperationName())
            .put("timestamp", span.getStart())
            .put("duration", Math.max(1, span.getDuration()))
            .put("localEndpoint", new JsonObject().put("serviceName", span.getServiceName()))
            .put("tags", tags(fields));
    if (!fields.parentId().isEmpty()) {
      json.put("parentId", fields.parentId());
    }
    if (fields.kind().equals("client") || fields.kind().equals("server")) {
      json.put("kind", fields.kind().toUpperCase(Locale.ROOT));
    }
    return json;
  }

  /** A tag "error" means a failed span whatever its value, so that it is left out otherwise. */
  private static JsonObject tags(SpanFields fields) {
    JsonObject tags = new JsonObject();
    for (Map.Entry<String, Object> tag : fields.tags().entrySet()) {
      if (!tag.getKey().equals(Tags.ERROR.getKey()) || fields.failed()) {
        tags.put(tag.getKey(), tag.getValue().toString());
      }
    }
    return tags;
  }
}
