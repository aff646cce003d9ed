package io.usercenter.user.guard;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.usercenter.user.metric.Computed;
import io.usercenter.user.metric.Labelled;

/** Makes a program's breakers, one for each dependency, and shows their state. */
public final class Breakers {
  private final Counter drops;
  private final Gauge ratios;

  public Breakers(CollectorRegistry registry) {
    Labelled metrics = new Labelled(registry, "dependency");
    drops =
        metrics.counter(
            "user_center_breaker_dropped_total", "calls refused, since too many failed lately.");
    ratios =
        metrics.gauge("user_center_breaker_drop_ratio", "share of calls refused now; 0 is closed.");
  }

  public Breaker of(String dependency) {
    Breaker breaker = Breaker.of(dependency, drops.labels(dependency));
    ratios.setChild(new Computed(breaker::dropRatio), dependency);
    return breaker;
  }
}
