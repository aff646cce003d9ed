package io.usercenter.collector.receive;

import io.usercenter.collector.span.Ids;
import io.usercenter.collector.span.Span;
import io.usercenter.collector.span.Span.Emitter;
import io.usercenter.collector.span.Span.Log;
import io.usercenter.collector.span.Span.Reference;
import io.usercenter.collector.span.SpanSink;
import io.usercenter.collector.span.Tag;
import java.util.ArrayList;
import java.util.List;

/**
 * An OpenTelemetry span while it is read, and how Jaeger translates it. Ids are hex digits of any
 * kind.
 */
final class OtlpSpan {

  private static final String[] KINDS = {
    "", "internal", "server", "client", "producer", "consumer"
  };
  private static final int OK = 1;
  private static final int ERROR = 2;
  private static final String SERVICE = "service.name";

  String traceId = "";
  String spanId = "";
  String parentId = "";
  String state = "";
  String name = "";
  int kind;
  long startNanos;
  long endNanos;
  int status;
  String statusMessage = "";
  int flags;
  final List<Tag> attributes = new ArrayList<>();
  final List<Log> events = new ArrayList<>();
  final List<Link> links = new ArrayList<>();

  record Link(String traceId, String spanId, List<Tag> attributes) {}

  /** Name, version and attributes of the library that made the spans. */
  record Scope(String name, String version, List<Tag> attributes) {
    static final Scope NONE = new Scope("", "", List.of());
  }

  static Emitter process(List<Tag> resource) {
    String service = "";
    List<Tag> tags = new ArrayList<>(resource.size());
    for (Tag tag : resource) {
      if (tag.key().equals(SERVICE)) {
        service = tag.text();
      } else {
        tags.add(tag);
      }
    }
    return new Emitter(service.isEmpty() ? Emitter.UNNAMED : service, tags);
  }

  /** An event is a log whose first field is its name. */
  static Log event(long nanos, String name, List<Tag> attributes) {
    List<Tag> fields = new ArrayList<>(attributes.size() + 1);
    if (!name.isEmpty()) {
      fields.add(Tag.of("event", name));
    }
    fields.addAll(attributes);
    return new Log(Long.divideUnsigned(nanos, 1000), fields);
  }

  void into(SpanSink sink, Emitter process, Scope scope) {
    String trace = Ids.trace(traceId);
    String span = Ids.span(spanId);
    if (trace.length() != 32 || span.isEmpty()) {
      sink.refuse(SpanSink.Refusal.ID);
      return;
    }
    long start = Long.divideUnsigned(startNanos, 1000);
    long end = Long.divideUnsigned(endNanos, 1000);
    sink.accept(
        new Span(
            trace,
            span,
            name,
            references(trace),
            flags & 0xff,
            start,
            Math.max(0, end - start),
            tags(scope),
            events,
            process));
  }

  private List<Reference> references(String trace) {
    List<Reference> references = new ArrayList<>(1 + links.size());
    String parent = Ids.span(parentId);
    if (!parent.isEmpty()) {
      references.add(new Reference(Reference.Kind.CHILD_OF, trace, parent));
    }
    for (Link link : links) {
      String linkedTrace = Ids.trace(link.traceId());
      String linkedSpan = Ids.span(link.spanId());
      if (!linkedTrace.isEmpty() && !linkedSpan.isEmpty()) {
        references.add(new Reference(kind(link), linkedTrace, linkedSpan));
      }
    }
    return references;
  }

  private static Reference.Kind kind(Link link) {
    boolean child =
        link.attributes().stream()
            .anyMatch(
                tag -> tag.key().equals("opentracing.ref_type") && tag.text().equals("child_of"));
    return child ? Reference.Kind.CHILD_OF : Reference.Kind.FOLLOWS_FROM;
  }

  private List<Tag> tags(Scope scope) {
    List<Tag> tags = new ArrayList<>(attributes.size() + 4);
    tags.addAll(attributes);
    if (kind > 0 && kind < KINDS.length) {
      tags.add(Tag.of("span.kind", KINDS[kind]));
    }
    if (status == ERROR) {
      tags.add(Tag.of("error", true));
    } else if (status == OK) {
      tags.add(Tag.of("otel.status_code", "OK"));
    }
    text(tags, "otel.status_description", statusMessage);
    text(tags, "otel.scope.name", scope.name());
    text(tags, "otel.scope.version", scope.version());
    tags.addAll(scope.attributes());
    text(tags, "w3c.tracestate", state);
    return tags;
  }

  private static void text(List<Tag> tags, String key, String value) {
    if (!value.isEmpty()) {
      tags.add(Tag.of(key, value));
    }
  }
}
