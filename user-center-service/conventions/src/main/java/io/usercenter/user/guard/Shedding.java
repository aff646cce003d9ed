package io.usercenter.user.guard;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.usercenter.user.metric.Computed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the shedders of a process have in common: the load they look at, and their metrics. */
public final class Shedding {
  private static final Logger LOG = LoggerFactory.getLogger(Shedding.class);
  private static final long REMARK_NANOS = 5_000_000_000L;
  private static final int CPU_MOST = 1000;

  private final int threshold;
  private final ProcessLoad load;
  private final Counter.Child drops;
  private long remarkedAt;
  private boolean remarked;
  private long unremarked;

  Shedding(int threshold, ProcessLoad load, CollectorRegistry registry) {
    this.threshold = threshold;
    this.load = load;
    drops =
        Counter.build("user_center_shedding_dropped_total", "requests refused under overload.")
            .register(registry)
            .labels();
    Gauge.build("user_center_shedding_cpu_permille", "smoothed CPU of this process.")
        .register(registry)
        .setChild(new Computed(() -> load.perMille(System.nanoTime())));
  }

  /**
   * @param cpuThreshold go-zero's CpuThreshold, per mille; 0 is off
   * @param loops the event loops that serve
   */
  public static Shedding start(int cpuThreshold, int loops, CollectorRegistry registry) {
    int threshold = cpuThreshold == 0 ? Integer.MAX_VALUE : cpuThreshold;
    return new Shedding(threshold, ProcessLoad.ofThisProcess(loops), registry);
  }

  /** One for each route and event loop. */
  public Shedder shedder() {
    return new Shedder(this);
  }

  boolean overloaded(long nowNanos) {
    return load.perMille(nowNanos) >= threshold;
  }

  synchronized void dropped(long nowNanos, double limit, int underWay) {
    drops.inc();
    unremarked++;
    if (!remarked || nowNanos - remarkedAt >= REMARK_NANOS) {
      LOG.error(
          "dropreq, {} requests, cpu: {}, limit: {}, flying: {}",
          unremarked,
          Math.round(Math.min(CPU_MOST, load.perMille(nowNanos))),
          Math.round(limit),
          underWay);
      remarked = true;
      remarkedAt = nowNanos;
      unremarked = 0;
    }
  }
}
