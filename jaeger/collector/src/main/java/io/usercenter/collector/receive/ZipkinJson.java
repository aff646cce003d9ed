package io.usercenter.collector.receive;

import com.fasterxml.jackson.core.JsonParser;
import io.usercenter.collector.span.Ids;
import io.usercenter.collector.span.Span;
import io.usercenter.collector.span.Span.Emitter;
import io.usercenter.collector.span.Span.Log;
import io.usercenter.collector.span.Span.Reference;
import io.usercenter.collector.span.SpanSink;
import io.usercenter.collector.span.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Zipkin's spans in JSON: zipkin2-api.yaml of zipkin-api. */
public final class ZipkinJson {

  private String traceId = "";
  private String spanId = "";
  private String parentId = "";
  private String name = "";
  private String service = "";
  private long start;
  private long duration;
  private final List<Tag> tags = new ArrayList<>();
  private final List<Log> logs = new ArrayList<>();
  private final List<Tag> process = new ArrayList<>();

  private ZipkinJson() {}

  /** Reads a list of spans. */
  public static void spans(byte[] body, int length, SpanSink sink) throws MalformedException {
    JsonBody.parse(
        body, length, json -> JsonBody.objects(json, () -> new ZipkinJson().read(json).into(sink)));
  }

  private ZipkinJson read(JsonParser json) throws IOException, MalformedException {
    for (String field = JsonBody.field(json); field != null; field = JsonBody.field(json)) {
      switch (field) {
        case "traceId" -> traceId = JsonBody.text(json);
        case "id" -> spanId = JsonBody.text(json);
        case "parentId" -> parentId = JsonBody.text(json);
        case "name" -> name = JsonBody.text(json);
        case "timestamp" -> start = JsonBody.number(json);
        case "duration" -> duration = JsonBody.number(json);
        case "kind" -> kind(JsonBody.text(json));
        case "localEndpoint" -> JsonBody.object(json, () -> local(json));
        case "remoteEndpoint" -> JsonBody.object(json, () -> remote(json));
        case "annotations" -> JsonBody.objects(json, () -> annotation(json));
        case "tags" -> JsonBody.object(json, () -> tags(json));
        default -> json.skipChildren();
      }
    }
    return this;
  }

  private void into(SpanSink sink) {
    String trace = Ids.trace(traceId);
    String span = Ids.span(spanId);
    if (trace.isEmpty() || span.isEmpty()) {
      sink.refuse(SpanSink.Refusal.ID);
      return;
    }
    String parent = Ids.span(parentId);
    sink.accept(
        new Span(
            trace,
            span,
            name,
            parent.isEmpty()
                ? List.of()
                : List.of(new Reference(Reference.Kind.CHILD_OF, trace, parent)),
            0,
            start,
            Math.max(0, duration),
            tags,
            logs,
            new Emitter(service.isEmpty() ? Emitter.UNNAMED : service, process)));
  }

  private void kind(String kind) {
    if (!kind.isEmpty()) {
      tags.add(Tag.of("span.kind", kind.toLowerCase(Locale.ROOT)));
    }
  }

  private void local(JsonParser json) throws IOException, MalformedException {
    for (String field = JsonBody.field(json); field != null; field = JsonBody.field(json)) {
      switch (field) {
        case "serviceName" -> service = JsonBody.text(json);
        case "ipv4", "ipv6" -> process.add(Tag.of("ip", JsonBody.text(json)));
        default -> json.skipChildren();
      }
    }
  }

  private void remote(JsonParser json) throws IOException, MalformedException {
    for (String field = JsonBody.field(json); field != null; field = JsonBody.field(json)) {
      switch (field) {
        case "serviceName" -> tags.add(Tag.of("peer.service", JsonBody.text(json)));
        case "ipv4", "ipv6" -> tags.add(Tag.of("peer." + field, JsonBody.text(json)));
        case "port" -> tags.add(Tag.of("peer.port", JsonBody.number(json)));
        default -> json.skipChildren();
      }
    }
  }

  private void annotation(JsonParser json) throws IOException, MalformedException {
    long micros = 0;
    String value = "";
    for (String field = JsonBody.field(json); field != null; field = JsonBody.field(json)) {
      switch (field) {
        case "timestamp" -> micros = JsonBody.number(json);
        case "value" -> value = JsonBody.text(json);
        default -> json.skipChildren();
      }
    }
    logs.add(new Log(micros, List.of(Tag.of("event", value))));
  }

  /** A tag "error" says that the span failed, whatever its value, which is often the reason. */
  private void tags(JsonParser json) throws IOException, MalformedException {
    for (String key = JsonBody.field(json); key != null; key = JsonBody.field(json)) {
      String value = JsonBody.text(json);
      if (!key.equals("error")) {
        tags.add(Tag.of(key, value));
        continue;
      }
      tags.add(Tag.of("error", true));
      if (!value.isEmpty() && !value.equals("true")) {
        tags.add(Tag.of("error.message", value));
      }
    }
  }
}
