package io.usercenter.user.store;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;

/** {@code user_center_cache_*}: what became of fills and invalidations. */
public final class CacheMetrics {
  final Counter.Child stored;
  final Counter.Child overtaken;
  final Counter.Child skipped;
  final Counter.Child failed;
  final Counter.Child invalidated;
  final Counter.Child notInvalidated;

  public CacheMetrics(CollectorRegistry registry) {
    Counter fills =
        Counter.build(
                "user_center_cache_fills_total",
                "rows that were read for the cache: stored, overtaken by a write, skipped since no"
                    + " connection was free, or failed.")
            .labelNames("result")
            .register(registry);
    stored = fills.labels("stored");
    overtaken = fills.labels("overtaken");
    skipped = fills.labels("skipped");
    failed = fills.labels("failed");
    Counter invalidations =
        Counter.build(
                "user_center_cache_invalidations_total", "invalidations after writes by outcome.")
            .labelNames("result")
            .register(registry);
    invalidated = invalidations.labels("done");
    notInvalidated = invalidations.labels("failed");
  }
}
