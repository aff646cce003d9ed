package io.usercenter.user.guard;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The CPU time of this process as a share of what its event loops could use, per mille, smoothed as
 * go-zero does: .95 for each 250 ms. Sampled by those who ask, so that an idle process does
 * nothing.
 */
final class ProcessLoad {
  private static final long PERIOD_NANOS = 250_000_000;
  private static final double SMOOTHING = 0.95;

  private final LongSupplier cpuNanos;
  private final int processors;
  private final AtomicLong sampledAt;
  private volatile long cpuThen;
  private volatile double perMille;

  ProcessLoad(LongSupplier cpuNanos, int processors, long nowNanos) {
    this.cpuNanos = cpuNanos;
    this.processors = processors;
    sampledAt = new AtomicLong(nowNanos);
    cpuThen = cpuNanos.getAsLong();
  }

  /**
   * A process with so many event loops is busy when they are, however many processors there are.
   */
  static ProcessLoad ofThisProcess(int loops) {
    int processors = Math.min(loops, Runtime.getRuntime().availableProcessors());
    return new ProcessLoad(ProcessLoad::cpuNanos, processors, System.nanoTime());
  }

  double perMille(long nowNanos) {
    long then = sampledAt.get();
    long elapsed = nowNanos - then;
    if (elapsed >= PERIOD_NANOS && sampledAt.compareAndSet(then, nowNanos)) {
      sample(elapsed);
    }
    return perMille;
  }

  /** A long pause counts as so many periods of equal load. */
  private void sample(long elapsed) {
    long cpu = cpuNanos.getAsLong();
    double now = 1000.0 * (cpu - cpuThen) / ((double) elapsed * processors);
    double kept = Math.pow(SMOOTHING, (double) elapsed / PERIOD_NANOS);
    cpuThen = cpu;
    perMille = perMille * kept + now * (1 - kept);
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().map(d -> d.toNanos()).orElse(0L);
  }
}
