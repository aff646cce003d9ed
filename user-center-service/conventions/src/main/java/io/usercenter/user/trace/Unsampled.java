package io.usercenter.user.trace;

import io.jaegertracing.internal.JaegerSpanContext;
import io.opentracing.Span;
import io.opentracing.SpanContext;
import io.opentracing.tag.Tag;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span that nobody will see. It carries its trace's ids on, for headers and the log, and stands
 * for all spans below it.
 */
final class Unsampled implements Span {
  private final JaegerSpanContext context;
  private @Nullable String traceparent;

  Unsampled(JaegerSpanContext context) {
    this.context = context;
  }

  String traceparent() {
    String text = traceparent;
    if (text == null) {
      text = Traceparent.text(context);
      traceparent = text;
    }
    return text;
  }

  @Override
  public SpanContext context() {
    return context;
  }

  @Override
  public Span setTag(String key, String value) {
    return this;
  }

  @Override
  public Span setTag(String key, boolean value) {
    return this;
  }

  @Override
  public Span setTag(String key, Number value) {
    return this;
  }

  @Override
  public <T> Span setTag(Tag<T> tag, T value) {
    return this;
  }

  @Override
  public Span log(Map<String, ?> fields) {
    return this;
  }

  @Override
  public Span log(long timestampMicroseconds, Map<String, ?> fields) {
    return this;
  }

  @Override
  public Span log(String event) {
    return this;
  }

  @Override
  public Span log(long timestampMicroseconds, String event) {
    return this;
  }

  @Override
  public Span setBaggageItem(String key, String value) {
    return this;
  }

  @Override
  public @Nullable String getBaggageItem(String key) {
    return null;
  }

  @Override
  public Span setOperationName(String operationName) {
    return this;
  }

  @Override
  public void finish() {
    // Nobody will see it.
  }

  @Override
  public void finish(long finishMicros) {
    // Nobody will see it.
  }
}
