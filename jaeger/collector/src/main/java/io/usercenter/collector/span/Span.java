package io.usercenter.collector.span;

import java.util.List;
import java.util.Optional;

/**
 * A finished span as Jaeger sees it. Ids are lower-case hex digits, 16 or 32 of them.
 *
 * @param startMicros since 1970
 */
public record Span(
    String traceId,
    String spanId,
    String operation,
    List<Reference> references,
    int flags,
    long startMicros,
    long durationMicros,
    List<Tag> tags,
    List<Log> logs,
    Emitter process) {

  /** To the parent, or to another span this one has to do with. */
  public record Reference(Kind kind, String traceId, String spanId) {
    /** As they are named in the documents. */
    public enum Kind {
      CHILD_OF,
      FOLLOWS_FROM
    }
  }

  /** Something that happened while the span lasted. */
  public record Log(long micros, List<Tag> fields) {
    public Log {
      fields = List.copyOf(fields);
    }
  }

  /** Whose span it is. */
  public record Emitter(String service, List<Tag> tags) {
    /** What Jaeger calls a resource without a service name. */
    public static final String UNNAMED = "OTLPResourceNoServiceName";

    public Emitter {
      tags = List.copyOf(tags);
    }
  }

  public Span {
    references = List.copyOf(references);
    tags = List.copyOf(tags);
    logs = List.copyOf(logs);
  }

  public long endMicros() {
    return startMicros + durationMicros;
  }

  /** The id of the parent: the first it is a child of in its own trace. */
  public Optional<String> parent() {
    for (Reference reference : references) {
      if (reference.kind() == Reference.Kind.CHILD_OF && reference.traceId().equals(traceId)) {
        return Optional.of(reference.spanId());
      }
    }
    return Optional.empty();
  }

  public Optional<Tag> tag(String key) {
    for (Tag tag : tags) {
      if (tag.key().equals(key)) {
        return Optional.of(tag);
      }
    }
    return Optional.empty();
  }

  public boolean failed() {
    return tag("error").filter(tag -> tag.text().equalsIgnoreCase("true")).isPresent();
  }
}
