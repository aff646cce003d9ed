package io.usercenter.user.trace;

import io.jaegertracing.internal.metrics.Counter;
import io.jaegertracing.internal.metrics.Gauge;
import io.jaegertracing.internal.metrics.Metrics;
import io.jaegertracing.internal.metrics.Timer;
import io.jaegertracing.spi.MetricsFactory;
import io.prometheus.client.CollectorRegistry;
import java.util.Map;

/** Counts what happened to spans: delivered, dropped because the queue was full, or failed. */
final class SpanMetrics implements MetricsFactory {
  private final io.prometheus.client.Counter spans;

  private SpanMetrics(CollectorRegistry registry) {
    spans =
        io.prometheus.client.Counter.build("tracer_reporter_spans_total", "spans by outcome.")
            .labelNames("result")
            .register(registry);
  }

  static Metrics in(CollectorRegistry registry) {
    return new Metrics(new SpanMetrics(registry));
  }

  @Override
  public Counter createCounter(String name, Map<String, String> tags) {
    if (!name.contains("reporter_spans")) {
      return delta -> {};
    }
    io.prometheus.client.Counter.Child child = spans.labels(tags.getOrDefault("result", "unknown"));
    return child::inc;
  }

  @Override
  public Timer createTimer(String name, Map<String, String> tags) {
    return micros -> {};
  }

  @Override
  public Gauge createGauge(String name, Map<String, String> tags) {
    return amount -> {};
  }
}
