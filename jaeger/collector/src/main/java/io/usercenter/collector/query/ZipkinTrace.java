package io.usercenter.collector.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.usercenter.collector.span.Span;
import io.usercenter.collector.span.Span.Log;
import io.usercenter.collector.span.Tag;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Spans as Zipkin's API has them, for its pages: zipkin2-api.yaml of zipkin-api. */
public final class ZipkinTrace {

  private static final Set<String> KINDS = Set.of("client", "server", "producer", "consumer");

  private ZipkinTrace() {}

  /** Writes a trace as an array of spans. */
  public static void write(JsonGenerator json, Traces.Pages pages) throws IOException {
    json.writeStartArray();
    pages.forEach(page -> {
      for (Span span : page) {
        span(json, span);
      }
    });
    json.writeEndArray();
  }

  private static void span(JsonGenerator json, Span span) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", span.traceId());
    json.writeStringField("id", span.spanId());
    if (span.parent().isPresent()) {
      json.writeStringField("parentId", span.parent().get());
    }
    json.writeStringField("name", span.operation());
    String kind = span.tag("span.kind").map(Tag::text).orElse("");
    if (KINDS.contains(kind)) {
      json.writeStringField("kind", kind.toUpperCase(Locale.ROOT));
    }
    json.writeNumberField("timestamp", span.startMicros());
    json.writeNumberField("duration", Math.max(1, span.durationMicros()));
    json.writeObjectFieldStart("localEndpoint");
    json.writeStringField("serviceName", span.process().service());
    json.writeEndObject();
    json.writeObjectFieldStart("tags");
    for (Map.Entry<String, String> tag : tags(span).entrySet()) {
      json.writeStringField(tag.getKey(), tag.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("annotations");
    for (Log log : span.logs()) {
      json.writeStartObject();
      json.writeNumberField("timestamp", log.micros());
      json.writeStringField("value", annotation(log.fields()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A tag "error" means a failed span whatever its value, so that it is left out otherwise. */
  private static Map<String, String> tags(Span span) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : span.tags()) {
      if (!tag.key().equals("error") && !tag.key().equals("span.kind")) {
        tags.put(tag.key(), tag.text());
      }
    }
    for (Tag tag : span.process().tags()) {
      tags.putIfAbsent(tag.key(), tag.text());
    }
    if (span.failed()) {
      tags.put("error", tags.getOrDefault("otel.status_description", "true"));
    }
    return tags;
  }

  private static String annotation(List<Tag> fields) {
    if (fields.size() == 1) {
      return fields.getFirst().text();
    }
    return fields.stream().map(it -> it.key() + "=" + it.text()).collect(Collectors.joining(" "));
  }
}
