package io.usercenter.user.metric;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;

/** {@code redis_client_requests_*} or {@code sql_client_requests_*}. */
public final class CommandMetrics {
  private final Histogram duration;
  private final Counter errors;
  private final Counter slow;
  private final double slowMillis;

  private CommandMetrics(
      String client, String product, double slowMillis, CollectorRegistry registry) {
    this.slowMillis = slowMillis;
    duration =
        Histogram.build(
                client + "_client_requests_duration_ms", product + " client requests duration(ms).")
            .labelNames("command")
            .buckets(Buckets.DATA)
            .register(registry);
    errors =
        Counter.build(
                client + "_client_requests_error_total", product + " client requests error count.")
            .labelNames("command", "error")
            .register(registry);
    slow =
        Counter.build(
                client + "_client_requests_slow_total", product + " client requests slow count.")
            .labelNames("command")
            .register(registry);
  }

  /** Slow is over 100 ms. */
  public static CommandMetrics redis(CollectorRegistry registry) {
    return new CommandMetrics("redis", "redis", 100, registry);
  }

  /** Slow is over 500 ms; go-zero's help text says mysql whatever the driver. */
  public static CommandMetrics sql(CollectorRegistry registry) {
    return new CommandMetrics("sql", "mysql", 500, registry);
  }

  public void observe(String command, double millis) {
    duration.labels(command).observe(millis);
    if (millis > slowMillis) {
      slow.labels(command).inc();
    }
  }

  public void failed(String command, String error) {
    errors.labels(command, error).inc();
  }
}
