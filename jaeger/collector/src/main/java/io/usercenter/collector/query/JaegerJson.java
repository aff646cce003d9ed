package io.usercenter.collector.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.usercenter.collector.span.Span;
import io.usercenter.collector.span.Span.Emitter;
import io.usercenter.collector.span.Span.Log;
import io.usercenter.collector.span.Span.Reference;
import io.usercenter.collector.span.SpanDocument;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Version 1 of Jaeger's API: internal/uimodel of its repository. */
public final class JaegerJson {

  private JaegerJson() {}

  /** Writes what an answer consists of. */
  public interface Data {
    void write(JsonGenerator json) throws IOException;
  }

  /** The envelope of every answer; {@code data} writes the items of an array. */
  public static void envelope(JsonGenerator json, int total, Data data) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("data");
    data.write(json);
    json.writeEndArray();
    json.writeNumberField("total", total);
    json.writeNumberField("limit", 0);
    json.writeNumberField("offset", 0);
    json.writeNullField("errors");
    json.writeEndObject();
  }

  /** One trace; what is read of it is written at once. */
  public static void trace(JsonGenerator json, String id, Traces.Pages pages) throws IOException {
    Map<Emitter, String> processes = new LinkedHashMap<>();
    json.writeStartObject();
    json.writeStringField("traceID", id);
    json.writeArrayFieldStart("spans");
    pages.forEach(page -> {
      for (Span span : page) {
        String process =
            processes.computeIfAbsent(span.process(), _ -> "p" + (processes.size() + 1));
        span(json, span, process);
      }
    });
    json.writeEndArray();
    json.writeObjectFieldStart("processes");
    for (Map.Entry<Emitter, String> entry : processes.entrySet()) {
      json.writeObjectFieldStart(entry.getValue());
      json.writeStringField("serviceName", entry.getKey().service());
      SpanDocument.tags("tags", entry.getKey().tags(), json);
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeNullField("warnings");
    json.writeEndObject();
  }

  private static void span(JsonGenerator json, Span span, String process) throws IOException {
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
    json.writeNumberField("duration", span.durationMicros());
    SpanDocument.tags("tags", span.tags(), json);
    json.writeArrayFieldStart("logs");
    for (Log log : span.logs()) {
      json.writeStartObject();
      json.writeNumberField("timestamp", log.micros());
      SpanDocument.tags("fields", log.fields(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("processID", process);
    json.writeNullField("warnings");
    json.writeEndObject();
  }

  /** The graph of services. */
  public static void links(JsonGenerator json, List<Dependencies.Link> links) throws IOException {
    for (Dependencies.Link link : links) {
      json.writeStartObject();
      json.writeStringField("parent", link.parent());
      json.writeStringField("child", link.child());
      json.writeNumberField("callCount", link.calls());
      json.writeEndObject();
    }
  }
}
