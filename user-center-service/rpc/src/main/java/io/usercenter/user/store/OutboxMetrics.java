package io.usercenter.user.store;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.usercenter.user.metric.Labelled;

/** {@code user_center_outbox_*}, by topic. */
public final class OutboxMetrics {
  private final Gauge lag;
  private final Gauge pending;
  private final Counter processed;
  private final Counter failed;

  public OutboxMetrics(CollectorRegistry registry) {
    Labelled metrics = new Labelled(registry, "topic");
    lag = metrics.gauge("user_center_outbox_lag_seconds", "age of the oldest row that waits.");
    pending = metrics.gauge("user_center_outbox_pending", "rows that wait, counted up to 10000.");
    processed = metrics.counter("user_center_outbox_processed_total", "rows that were worked off.");
    failed = metrics.counter("user_center_outbox_failed_total", "rows that will be tried again.");
  }

  void backlog(String topic, OutboxTable.Backlog backlog) {
    lag.labels(topic).set(backlog.seconds());
    pending.labels(topic).set((double) backlog.rows());
  }

  void processed(String topic, int rows) {
    processed.labels(topic).inc(rows);
  }

  void failed(String topic, int rows) {
    failed.labels(topic).inc(rows);
  }
}
