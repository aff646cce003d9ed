package io.usercenter.collector.receive;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.collector.receive.OtlpSpan.Scope;
import io.usercenter.collector.span.Span.Emitter;
import io.usercenter.collector.span.SpanSink;
import io.usercenter.collector.span.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OpenTelemetry's trace requests in protobuf: trace/v1/trace.proto and what it imports. */
public final class Otlp {

  private static final int DEEPEST = 32;

  private Otlp() {}

  /** Reads an {@code ExportTraceServiceRequest}. */
  public static void request(byte[] body, int length, SpanSink sink) throws MalformedException {
    ProtoReader in = new ProtoReader(body, 0, length);
    while (in.next()) {
      if (in.field == 1) {
        resourceSpans(in.message(), sink);
      } else {
        in.skip();
      }
    }
  }

  /** Reads twice: whose spans they are may stand behind them. */
  private static void resourceSpans(ProtoReader in, SpanSink sink) throws MalformedException {
    List<Tag> resource = new ArrayList<>();
    while (in.next()) {
      if (in.field == 1) {
        ProtoReader message = in.message();
        while (message.next()) {
          attribute(message, 1, resource);
        }
      } else {
        in.skip();
      }
    }
    Emitter process = OtlpSpan.process(resource);
    in.rewind();
    while (in.next()) {
      if (in.field == 2) {
        scopeSpans(in.message(), process, sink);
      } else {
        in.skip();
      }
    }
  }

  private static void scopeSpans(ProtoReader in, Emitter process, SpanSink sink)
      throws MalformedException {
    Scope scope = Scope.NONE;
    while (in.next()) {
      if (in.field == 1) {
        scope = scope(in.message());
      } else {
        in.skip();
      }
    }
    in.rewind();
    while (in.next()) {
      if (in.field == 2) {
        span(in.message()).into(sink, process, scope);
      } else {
        in.skip();
      }
    }
  }

  private static Scope scope(ProtoReader in) throws MalformedException {
    String name = "";
    String version = "";
    List<Tag> attributes = new ArrayList<>();
    while (in.next()) {
      switch (in.field) {
        case 1 -> name = in.string();
        case 2 -> version = in.string();
        default -> attribute(in, 3, attributes);
      }
    }
    return new Scope(name, version, attributes);
  }

  private static OtlpSpan span(ProtoReader in) throws MalformedException {
    OtlpSpan span = new OtlpSpan();
    while (in.next()) {
      switch (in.field) {
        case 1 -> span.traceId = hex(in);
        case 2 -> span.spanId = hex(in);
        case 3 -> span.state = in.string();
        case 4 -> span.parentId = hex(in);
        case 5 -> span.name = in.string();
        case 6 -> span.kind = (int) in.number();
        case 7 -> span.startNanos = in.fixed64();
        case 8 -> span.endNanos = in.fixed64();
        case 11 -> event(in.message(), span);
        case 13 -> link(in.message(), span);
        case 15 -> status(in.message(), span);
        case 16 -> span.flags = in.fixed32();
        default -> attribute(in, 9, span.attributes);
      }
    }
    return span;
  }

  private static String hex(ProtoReader in) throws MalformedException {
    return HexFormat.of().formatHex(in.binary());
  }

  private static void event(ProtoReader in, OtlpSpan span) throws MalformedException {
    long nanos = 0;
    String name = "";
    List<Tag> attributes = new ArrayList<>();
    while (in.next()) {
      switch (in.field) {
        case 1 -> nanos = in.fixed64();
        case 2 -> name = in.string();
        default -> attribute(in, 3, attributes);
      }
    }
    span.events.add(OtlpSpan.event(nanos, name, attributes));
  }

  private static void link(ProtoReader in, OtlpSpan span) throws MalformedException {
    String traceId = "";
    String spanId = "";
    List<Tag> attributes = new ArrayList<>();
    while (in.next()) {
      switch (in.field) {
        case 1 -> traceId = hex(in);
        case 2 -> spanId = hex(in);
        default -> attribute(in, 4, attributes);
      }
    }
    span.links.add(new OtlpSpan.Link(traceId, spanId, attributes));
  }

  private static void status(ProtoReader in, OtlpSpan span) throws MalformedException {
    while (in.next()) {
      switch (in.field) {
        case 2 -> span.statusMessage = in.string();
        case 3 -> span.status = (int) in.number();
        default -> in.skip();
      }
    }
  }

  /** Adds the attribute when it is the field of that number, else skips the field. */
  private static void attribute(ProtoReader in, int number, List<Tag> tags)
      throws MalformedException {
    if (in.field != number) {
      in.skip();
      return;
    }
    Attribute attribute = keyValue(in.message(), 0);
    tags.add(tag(attribute.key(), attribute.value()));
  }

  private record Attribute(String key, Object value) {}

  private static Attribute keyValue(ProtoReader in, int depth) throws MalformedException {
    String key = "";
    Object value = "";
    while (in.next()) {
      switch (in.field) {
        case 1 -> key = in.string();
        case 2 -> value = value(in.message(), depth + 1);
        default -> in.skip();
      }
    }
    return new Attribute(key, value);
  }

  private static Object value(ProtoReader in, int depth) throws MalformedException {
    if (depth > DEEPEST) {
      throw new MalformedException("values more than " + DEEPEST + " deep");
    }
    Object value = "";
    while (in.next()) {
      switch (in.field) {
        case 1 -> value = in.string();
        case 2 -> value = in.number() != 0;
        case 3 -> value = in.number();
        case 4 -> value = Double.longBitsToDouble(in.fixed64());
        case 5 -> value = array(in.message(), depth);
        case 6 -> value = map(in.message(), depth);
        case 7 -> value = in.binary();
        default -> in.skip();
      }
    }
    return value;
  }

  private static List<Object> array(ProtoReader in, int depth) throws MalformedException {
    List<Object> items = new ArrayList<>();
    while (in.next()) {
      if (in.field == 1) {
        items.add(value(in.message(), depth + 1));
      } else {
        in.skip();
      }
    }
    return items;
  }

  private static Map<String, Object> map(ProtoReader in, int depth) throws MalformedException {
    Map<String, Object> entries = new LinkedHashMap<>();
    while (in.next()) {
      if (in.field == 1) {
        Attribute entry = keyValue(in.message(), depth + 1);
        entries.put(entry.key(), entry.value());
      } else {
        in.skip();
      }
    }
    return entries;
  }

  /** An attribute as a tag: lists and maps become JSON, as in Jaeger. */
  static Tag tag(String key, Object value) {
    return switch (value) {
      case String text -> Tag.of(key, text);
      case Boolean flag -> Tag.of(key, flag);
      case Long number -> Tag.of(key, number);
      case Double number -> Tag.of(key, number);
      case byte[] bytes -> Tag.of(key, bytes);
      default -> Tag.of(key, json(value));
    };
  }

  private static String json(Object tree) {
    try {
      return JSON.std.asString(withoutBytes(tree));
    } catch (IOException e) {
      throw new IllegalStateException("lists and maps of scalars are always JSON", e);
    }
  }

  private static Object withoutBytes(Object tree) {
    return switch (tree) {
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      case List<?> list -> list.stream().map(Otlp::withoutBytes).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> entries.put(key, withoutBytes(value)));
        yield entries;
      }
      default -> tree;
    };
  }
}
