package io.usercenter.collector.span;

/** Takes the spans of one request as they are read. */
public interface SpanSink {

  void accept(Span span);

  /** A span that cannot be taken, though the request as a whole can be read. */
  void refuse(Refusal reason);

  /** Why a span is refused. */
  enum Refusal {
    /** An id that is missing, nothing but zeros, or no hex digits. */
    ID,
    /** It began before or after what is kept. */
    TIME
  }
}
