package io.usercenter.user.trace;

import io.jaegertracing.internal.JaegerSpan;
import io.jaegertracing.internal.JaegerTracer;
import io.jaegertracing.internal.propagation.TextMapCodec;
import io.jaegertracing.internal.propagation.TraceContextCodec;
import io.jaegertracing.internal.reporters.NoopReporter;
import io.jaegertracing.internal.reporters.RemoteReporter;
import io.jaegertracing.internal.samplers.ConstSampler;
import io.jaegertracing.internal.samplers.ProbabilisticSampler;
import io.jaegertracing.spi.Codec;
import io.jaegertracing.spi.Reporter;
import io.jaegertracing.spi.Sampler;
import io.opentracing.Span;
import io.opentracing.SpanContext;
import io.opentracing.propagation.TextMap;
import io.opentracing.propagation.TextMapAdapter;
import io.opentracing.tag.Tags;
import io.prometheus.client.CollectorRegistry;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts spans and carries their context over headers. */
public final class Tracing {
  private static final int QUEUED_SPANS = 4096;
  private static final int FLUSH_MILLIS = 500;

  private final JaegerTracer tracer;
  private final Codec<TextMap> w3c = new TraceContextCodec.Builder().build();
  private final Codec<TextMap> jaeger = new TextMapCodec(false);

  private Tracing(JaegerTracer tracer) {
    this.tracer = tracer;
  }

  public static Tracing start(Telemetry settings, CollectorRegistry registry) {
    return new Tracing(
        new JaegerTracer.Builder(settings.name())
            .withManualShutdown()
            .withTraceId128Bit()
            .withSampler(sampler(settings.sampler()))
            .withReporter(reporter(settings, registry))
            .build());
  }

  /** A span that continues the caller's trace, if the headers name one. */
  public Span server(String name, MultiMap headers) {
    return tracer
        .buildSpan(name)
        .asChildOf(extracted(headers))
        .withTag(Tags.SPAN_KIND.getKey(), Tags.SPAN_KIND_SERVER)
        .start();
  }

  /** A span on the far side of a call within this process. */
  public Span server(String name, Span caller) {
    return tracer
        .buildSpan(name)
        .asChildOf(caller)
        .withTag(Tags.SPAN_KIND.getKey(), Tags.SPAN_KIND_SERVER)
        .start();
  }

  public Span client(String name, Span parent) {
    return tracer
        .buildSpan(name)
        .asChildOf(parent)
        .withTag(Tags.SPAN_KIND.getKey(), Tags.SPAN_KIND_CLIENT)
        .start();
  }

  /** Puts W3C's {@code traceparent} into the headers of a call made within the span. */
  public void inject(Span span, MultiMap headers) {
    headers.set("traceparent", traceparent(span));
  }

  /** The W3C text form: version, trace id, span id, sampled flag. */
  public String traceparent(Span span) {
    SpanContext context = span.context();
    String flags = span instanceof JaegerSpan known && known.context().isSampled() ? "-01" : "-00";
    return "00-" + padded(context.toTraceId(), 32) + "-" + padded(context.toSpanId(), 16) + flags;
  }

  /** Sends what is queued, for at most a second or so, then stops. */
  public void close() {
    tracer.close();
  }

  private @Nullable SpanContext extracted(MultiMap headers) {
    String traceparent = headers.get("traceparent");
    if (traceparent != null) {
      return extracted(w3c, "traceparent", traceparent, headers.get("tracestate"));
    }
    String uber = headers.get("uber-trace-id");
    return uber == null ? null : extracted(jaeger, "uber-trace-id", uber, null);
  }

  /** A header that cannot be understood starts a new trace, as W3C asks. */
  private static @Nullable SpanContext extracted(
      Codec<TextMap> codec, String name, String value, @Nullable String state) {
    Map<String, String> carrier = new HashMap<>();
    carrier.put(name, value);
    if (state != null) {
      carrier.put("tracestate", state);
    }
    try {
      return codec.extract(new TextMapAdapter(carrier));
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static String padded(String hex, int digits) {
    return "0".repeat(Math.max(0, digits - hex.length())) + hex;
  }

  private static Sampler sampler(double fraction) {
    return fraction == 0 || fraction == 1
        ? new ConstSampler(fraction == 1)
        : new ProbabilisticSampler(fraction);
  }

  private static Reporter reporter(Telemetry settings, CollectorRegistry registry) {
    return Senders.to(settings.exporter())
        .<Reporter>map(sender ->
            new RemoteReporter.Builder()
                .withSender(sender)
                .withMaxQueueSize(QUEUED_SPANS)
                .withFlushInterval(FLUSH_MILLIS)
                .withCloseEnqueueTimeout(FLUSH_MILLIS)
                .withMetrics(SpanMetrics.in(registry))
                .build())
        .orElseGet(NoopReporter::new);
  }
}
