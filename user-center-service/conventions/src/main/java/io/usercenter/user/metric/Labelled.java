package io.usercenter.user.metric;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;

/** Makes metrics that have this one label. */
public record Labelled(CollectorRegistry registry, String label) {

  public Counter counter(String name, String help) {
    return Counter.build(name, help).labelNames(label).register(registry);
  }

  public Gauge gauge(String name, String help) {
    return Gauge.build(name, help).labelNames(label).register(registry);
  }
}
