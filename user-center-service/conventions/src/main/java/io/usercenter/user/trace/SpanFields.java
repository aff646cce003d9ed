package io.usercenter.user.trace;

import io.jaegertracing.internal.JaegerSpan;
import io.opentracing.tag.Tags;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** What all formats take from a span. */
record SpanFields(
    String traceId, String id, String parentId, String kind, Map<String, Object> tags) {

  static SpanFields of(JaegerSpan span) {
    HexFormat hex = HexFormat.of();
    Map<String, Object> tags = new LinkedHashMap<>(span.getTags());
    Object kind = tags.remove(Tags.SPAN_KIND.getKey());
    long parent = span.context().getParentId();
    return new SpanFields(
        hex.toHexDigits(span.context().getTraceIdHigh())
            + hex.toHexDigits(span.context().getTraceIdLow()),
        hex.toHexDigits(span.context().getSpanId()),
        parent == 0 ? "" : hex.toHexDigits(parent),
        kind == null ? "" : kind.toString(),
        tags);
  }

  boolean failed() {
    return Boolean.TRUE.equals(tags.get(Tags.ERROR.getKey()));
  }
}
