package io.usercenter.user.trace;

import io.jaegertracing.internal.JaegerSpanContext;
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
import io.vertx.core.http.HttpHeaders;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Starts spans and carries their context over headers. Whether a trace is sampled is decided here,
 * before there is a span: of a trace that is not, the whole cost is two random numbers.
 */
public final class Tracing {
  private static final int QUEUED_SPANS = 4096;
  private static final int FLUSH_MILLIS = 500;

  private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
  private static final CharSequence TRACESTATE = HttpHeaders.createOptimized("tracestate");
  private static final CharSequence UBER_TRACE_ID = HttpHeaders.createOptimized("uber-trace-id");

  private final JaegerTracer tracer;
  private final Sampler sampler;
  private final Codec<TextMap> w3c = new TraceContextCodec.Builder().build();
  private final Codec<TextMap> jaeger = new TextMapCodec(false);

  private Tracing(JaegerTracer tracer, Sampler sampler) {
    this.tracer = tracer;
    this.sampler = sampler;
  }

  public static Tracing start(Telemetry settings, CollectorRegistry registry) {
    return new Tracing(
        new JaegerTracer.Builder(settings.name())
            .withManualShutdown()
            .withTraceId128Bit()
            .withSampler(new ConstSampler(true))
            .withReporter(reporter(settings, registry))
            .build(),
        sampler(settings.sampler()));
  }

  /** A span that continues the caller's trace, if the headers name one. */
  public Span server(String name, MultiMap headers) {
    JaegerSpanContext caller = extracted(headers);
    if (caller == null) {
      long id = ThreadLocalRandom.current().nextLong();
      if (!sampler.sample(name, id).isSampled()) {
        return root(id);
      }
    } else if (!caller.isSampled()) {
      return below(caller);
    }
    return started(name, caller, Tags.SPAN_KIND_SERVER);
  }

  /** A span that only carries the caller's trace on, or a trace of its own. */
  public Span unsampled(MultiMap headers) {
    JaegerSpanContext caller = extracted(headers);
    return caller == null ? root(ThreadLocalRandom.current().nextLong()) : below(caller);
  }

  private static Span root(long id) {
    long high = ThreadLocalRandom.current().nextLong();
    return new Unsampled(new JaegerSpanContext(high, id, id, 0, (byte) 0));
  }

  private static Span below(JaegerSpanContext caller) {
    return new Unsampled(
        new JaegerSpanContext(
            caller.getTraceIdHigh(),
            caller.getTraceIdLow(),
            ThreadLocalRandom.current().nextLong(),
            caller.getSpanId(),
            (byte) 0));
  }

  /** A span on the far side of a call within this process. */
  public Span server(String name, Span caller) {
    return caller instanceof Unsampled
        ? caller
        : started(name, caller.context(), Tags.SPAN_KIND_SERVER);
  }

  public Span client(String name, Span parent) {
    return parent instanceof Unsampled
        ? parent
        : started(name, parent.context(), Tags.SPAN_KIND_CLIENT);
  }

  private Span started(String name, @Nullable SpanContext parent, String kind) {
    return tracer
        .buildSpan(name)
        .ignoreActiveSpan()
        .asChildOf(parent)
        .withTag(Tags.SPAN_KIND.getKey(), kind)
        .start();
  }

  /** Whether anybody will see the span: tags that cost something need not be made otherwise. */
  public static boolean isRecorded(Span span) {
    return !(span instanceof Unsampled);
  }

  /** Puts W3C's {@code traceparent} into the headers of a call made within the span. */
  public void inject(Span span, MultiMap headers) {
    headers.set(TRACEPARENT, traceparent(span));
  }

  /** The W3C text form: version, trace id, span id, sampled flag. */
  public String traceparent(Span span) {
    return span instanceof Unsampled unsampled
        ? unsampled.traceparent()
        : Traceparent.text((JaegerSpanContext) span.context());
  }

  /** Sends what is queued, for at most a second or so, then stops. */
  public void close() {
    tracer.close();
  }

  private @Nullable JaegerSpanContext extracted(MultiMap headers) {
    String traceparent = headers.get(TRACEPARENT);
    if (traceparent != null) {
      return extracted(w3c, "traceparent", traceparent, headers.get(TRACESTATE));
    }
    String uber = headers.get(UBER_TRACE_ID);
    return uber == null ? null : extracted(jaeger, "uber-trace-id", uber, null);
  }

  /** A header that cannot be understood starts a new trace, as W3C asks. */
  private static @Nullable JaegerSpanContext extracted(
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
