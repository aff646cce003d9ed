package io.usercenter.user.metric;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;

/** {@code http_server_requests_*}; {@code path} is the route pattern, never the raw URL. */
public final class HttpServerMetrics {
  private final Histogram duration;
  private final Counter codes;

  public HttpServerMetrics(CollectorRegistry registry) {
    duration =
        Histogram.build("http_server_requests_duration_ms", "http server requests duration(ms).")
            .labelNames("path", "method", "code")
            .buckets(Buckets.HTTP_SERVER)
            .register(registry);
    codes =
        Counter.build("http_server_requests_code_total", "http server requests error count.")
            .labelNames("path", "method", "code")
            .register(registry);
  }

  /**
   * Counts one answer.
   *
   * @param traceId of a trace that can be found, or empty
   */
  public void observe(String path, String method, int code, double millis, String traceId) {
    String status = code == 200 ? "200" : Integer.toString(code);
    Histogram.Child series = duration.labels(path, method, status);
    if (traceId.isEmpty()) {
      series.observe(millis);
    } else {
      series.observeWithExemplar(millis, "trace_id", traceId);
    }
    codes.labels(path, method, status).inc();
  }
}
