package io.usercenter.collector.receive;

import io.usercenter.collector.span.Span;
import io.usercenter.collector.span.SpanSink;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was read. */
final class Collected implements SpanSink {
  final List<Span> spans = new ArrayList<>();
  final List<Refusal> refused = new ArrayList<>();

  @Override
  public void accept(Span span) {
    spans.add(span);
  }

  @Override
  public void refuse(Refusal reason) {
    refused.add(reason);
  }
}
