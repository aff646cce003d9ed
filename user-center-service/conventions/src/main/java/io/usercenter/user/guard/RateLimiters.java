package io.usercenter.user.guard;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;

/** Makes a program's rate limiters, one for each thing that is limited. */
public final class RateLimiters {
  private final RateLimit limit;
  private final Counter refusals;

  public RateLimiters(RateLimit limit, CollectorRegistry registry) {
    this.limit = limit;
    refusals =
        Counter.build("user_center_rate_limited_total", "requests over a client's rate.")
            .labelNames("limiter")
            .register(registry);
  }

  public RateLimiter of(String name) {
    return new RateLimiter(limit, refusals.labels(name), System::nanoTime);
  }
}
