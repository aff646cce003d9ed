package io.usercenter.collector.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.usercenter.collector.span.Span;
import io.usercenter.collector.span.Span.Emitter;
import io.usercenter.collector.span.Span.Log;
import io.usercenter.collector.span.Span.Reference;
import io.usercenter.collector.span.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Spans in OTLP's JSON, as version 3 of Jaeger's API has them: what came as tags goes back. */
public final class OtlpTrace {

  private static final List<String> KINDS =
      List.of("", "internal", "server", "client", "producer", "consumer");
  private static final Set<String> SPECIAL =
      Set.of(
          "span.kind",
          "otel.status_code",
          "otel.status_description",
          "otel.scope.name",
          "otel.scope.version",
          "w3c.tracestate");
  private static final int OK = 1;
  private static final int ERROR = 2;

  private OtlpTrace() {}

  private record Origin(Emitter process, String scope, String version) {}

  /** Writes the elements of {@code resourceSpans}, some for each page. */
  public static void resourceSpans(JsonGenerator json, Traces.Pages pages) throws IOException {
    pages.forEach(page -> {
      Map<Origin, List<Span>> groups = new LinkedHashMap<>();
      for (Span span : page) {
        Origin origin =
            new Origin(
                span.process(), text(span, "otel.scope.name"), text(span, "otel.scope.version"));
        groups.computeIfAbsent(origin, _ -> new ArrayList<>()).add(span);
      }
      for (Map.Entry<Origin, List<Span>> group : groups.entrySet()) {
        group(json, group.getKey(), group.getValue());
      }
    });
  }

  private static void group(JsonGenerator json, Origin origin, List<Span> spans)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("resource");
    json.writeArrayFieldStart("attributes");
    attribute(json, Tag.of("service.name", origin.process().service()));
    for (Tag tag : origin.process().tags()) {
      attribute(json, tag);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeArrayFieldStart("scopeSpans");
    json.writeStartObject();
    json.writeObjectFieldStart("scope");
    textField(json, "name", origin.scope());
    textField(json, "version", origin.version());
    json.writeEndObject();
    json.writeArrayFieldStart("spans");
    for (Span span : spans) {
      span(json, span);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void span(JsonGenerator json, Span span) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", wide(span.traceId()));
    json.writeStringField("spanId", span.spanId());
    textField(json, "traceState", text(span, "w3c.tracestate"));
    textField(json, "parentSpanId", span.parent().orElse(""));
    if (span.flags() != 0) {
      json.writeNumberField("flags", span.flags());
    }
    json.writeStringField("name", span.operation());
    int kind = KINDS.indexOf(text(span, "span.kind"));
    if (kind > 0) {
      json.writeNumberField("kind", kind);
    }
    json.writeStringField("startTimeUnixNano", nanos(span.startMicros()));
    json.writeStringField("endTimeUnixNano", nanos(span.endMicros()));
    json.writeArrayFieldStart("attributes");
    for (Tag tag : span.tags()) {
      boolean status = tag.key().equals("error") && span.failed();
      if (!status && !SPECIAL.contains(tag.key())) {
        attribute(json, tag);
      }
    }
    json.writeEndArray();
    events(json, span);
    links(json, span);
    status(json, span);
    json.writeEndObject();
  }

  private static void events(JsonGenerator json, Span span) throws IOException {
    if (span.logs().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("events");
    for (Log log : span.logs()) {
      json.writeStartObject();
      json.writeStringField("timeUnixNano", nanos(log.micros()));
      String name = "";
      json.writeArrayFieldStart("attributes");
      for (Tag field : log.fields()) {
        if (name.isEmpty() && field.key().equals("event")) {
          name = field.text();
        } else {
          attribute(json, field);
        }
      }
      json.writeEndArray();
      json.writeStringField("name", name);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void links(JsonGenerator json, Span span) throws IOException {
    String parent = span.parent().orElse("");
    List<Reference> links =
        span.references().stream()
            .filter(it -> !it.spanId().equals(parent) || !it.traceId().equals(span.traceId()))
            .toList();
    if (links.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("links");
    for (Reference link : links) {
      json.writeStartObject();
      json.writeStringField("traceId", wide(link.traceId()));
      json.writeStringField("spanId", link.spanId());
      json.writeArrayFieldStart("attributes");
      boolean child = link.kind() == Reference.Kind.CHILD_OF;
      attribute(json, Tag.of("opentracing.ref_type", child ? "child_of" : "follows_from"));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void status(JsonGenerator json, Span span) throws IOException {
    json.writeObjectFieldStart("status");
    textField(json, "message", text(span, "otel.status_description"));
    if (span.failed()) {
      json.writeNumberField("code", ERROR);
    } else if (text(span, "otel.status_code").equals("OK")) {
      json.writeNumberField("code", OK);
    }
    json.writeEndObject();
  }

  private static void attribute(JsonGenerator json, Tag tag) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", tag.key());
    json.writeObjectFieldStart("value");
    switch (tag.type()) {
      case BOOL -> json.writeBooleanField("boolValue", (Boolean) tag.value());
      case INT64 -> json.writeStringField("intValue", tag.text());
      case FLOAT64 -> decimal(json, (Double) tag.value());
      case BINARY -> json.writeStringField("bytesValue", base64(tag.text()));
      case STRING -> json.writeStringField("stringValue", tag.text());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Protobuf's JSON has these three as text. */
  private static void decimal(JsonGenerator json, double value) throws IOException {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      json.writeStringField("doubleValue", Double.toString(value));
    } else {
      json.writeNumberField("doubleValue", value);
    }
  }

  private static String base64(String hex) {
    try {
      return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException other) {
      return hex;
    }
  }

  private static void textField(JsonGenerator json, String name, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(name, text);
    }
  }

  private static String text(Span span, String key) {
    return span.tag(key).map(Tag::text).orElse("");
  }

  private static String nanos(long micros) {
    return micros == 0 ? "0" : micros + "000";
  }

  private static String wide(String traceId) {
    return "0".repeat(Math.max(0, 32 - traceId.length())) + traceId;
  }
}
