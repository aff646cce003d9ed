package io.usercenter.user.guard;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;

/** Makes a program's breakers, one for each dependency, and shows their state. */
public final class Breakers {
  private final Counter drops;
  private final Gauge ratios;

  public Breakers(CollectorRegistry registry) {
    drops =
        Counter.build(
                "user_center_breaker_dropped_total", "calls refused, since too many failed lately.")
            .labelNames("dependency")
            .register(registry);
    ratios =
        Gauge.build("user_center_breaker_drop_ratio", "share of calls refused now; 0 is closed.")
            .labelNames("dependency")
            .register(registry);
  }

  public Breaker of(String dependency) {
    Breaker breaker = Breaker.of(dependency, drops.labels(dependency));
    Gauge.Child computed =
        new Gauge.Child() {
          @Override
          public double get() {
            return breaker.dropRatio();
          }
        };
    ratios.setChild(computed, dependency);
    return breaker;
  }
}
