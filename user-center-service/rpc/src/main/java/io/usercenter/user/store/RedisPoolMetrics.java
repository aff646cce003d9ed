package io.usercenter.user.store;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import io.usercenter.user.config.RedisNode;
import io.usercenter.user.metric.Computed;
import java.util.concurrent.atomic.LongAdder;

/** {@code redis_client_pool_*}: the links to one node, one for each event loop. */
public final class RedisPoolMetrics {
  private final Gauge.Child total;
  private final Gauge.Child most;
  private final LongAdder underWay = new LongAdder();

  public RedisPoolMetrics(CollectorRegistry registry, RedisNode node) {
    total = gauge(registry, "total_current", "connections open now", node);
    most = gauge(registry, "max", "connections at most", node);
    idle("idle_current", registry, node);
  }

  void allow() {
    most.inc();
  }

  void opened() {
    total.inc();
  }

  void closed() {
    total.dec();
  }

  void busy() {
    underWay.increment();
  }

  void idle() {
    underWay.decrement();
  }

  /** Counted when scraped: a command should not pay for it. */
  private void idle(String name, CollectorRegistry registry, RedisNode node) {
    Gauge idle = family(registry, name, "connections without a command");
    idle.setChild(
        new Computed(() -> Math.max(0, total.get() - underWay.sum())), node.address(), "node");
  }

  private static Gauge.Child gauge(
      CollectorRegistry registry, String name, String help, RedisNode node) {
    return family(registry, name, help).labels(node.address(), "node");
  }

  private static Gauge family(CollectorRegistry registry, String name, String help) {
    return Gauge.build("redis_client_pool_conn_" + name, "redis client pool: " + help + ".")
        .labelNames("key", "client_type")
        .register(registry);
  }
}
