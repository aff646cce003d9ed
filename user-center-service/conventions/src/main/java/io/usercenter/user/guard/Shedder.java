package io.usercenter.user.guard;

/**
 * Refuses requests while the process is short of CPU and more of them are under way than it can
 * serve: at most the best throughput of the last five seconds times the best response time
 * (Little's law), as in go-zero. Unlike there the response time is a fraction, not rounded to
 * milliseconds, and what is served within {@link #ACCEPTABLE_NANOS} is no overload.
 *
 * <p>Belongs to one event loop, and to requests of one kind: slow ones among fast ones would say
 * nothing about either. Costs a few field accesses, and a pass over 50 buckets ten times a second.
 */
public final class Shedder {
  private static final int BUCKETS = 50;
  private static final long BUCKET_NANOS = 100_000_000;
  private static final long COOL_OFF_NANOS = 1_000_000_000;

  /** A short burst over the limit is no overload either. */
  private static final double SMOOTHING = 0.9;

  /** A queue that is worked off in this time is what a busy server looks like. */
  static final long ACCEPTABLE_NANOS = 25_000_000;

  private final Shedding shedding;
  private final long[] passes = new long[BUCKETS];
  private final long[] nanos = new long[BUCKETS];
  private int current;
  private long currentEnds;
  private boolean started;
  private int underWay;
  private double averageUnderWay;
  private double limit;
  private boolean hot;
  private boolean droppedRecently;
  private long overloadedAt;

  Shedder(Shedding shedding) {
    this.shedding = shedding;
    limit = limit();
  }

  /**
   * Whether to serve a request; then {@link #done} must be called.
   *
   * @param nowNanos of {@link System#nanoTime}
   */
  public boolean admits(long nowNanos) {
    if (!started || nowNanos - currentEnds >= 0) {
      turn(nowNanos);
    }
    if (hot && underWay > limit && averageUnderWay > limit) {
      shedding.dropped(nowNanos, limit, underWay);
      droppedRecently = true;
      return false;
    }
    underWay++;
    return true;
  }

  /**
   * @param served whether this answer says how fast the service can be: not when it was unavailable
   */
  public void done(long startedNanos, long nowNanos, boolean served) {
    underWay--;
    averageUnderWay = averageUnderWay * SMOOTHING + underWay * (1 - SMOOTHING);
    if (served) {
      passes[current]++;
      nanos[current] += nowNanos - startedNanos;
    }
  }

  /** Once for each bucket: limit and load change no faster. */
  private void turn(long nowNanos) {
    long late = started ? (nowNanos - currentEnds) / BUCKET_NANOS : BUCKETS;
    long steps = Math.min(late + 1, BUCKETS);
    for (long i = 0; i < steps; i++) {
      current = (current + 1) % BUCKETS;
      passes[current] = 0;
      nanos[current] = 0;
    }
    currentEnds = started ? currentEnds + (late + 1) * BUCKET_NANOS : nowNanos + BUCKET_NANOS;
    started = true;
    limit = limit();
    hot = shedding.overloaded(nowNanos);
    if (hot) {
      overloadedAt = nowNanos;
    } else if (droppedRecently) {
      hot = nowNanos - overloadedAt < COOL_OFF_NANOS;
      droppedRecently = hot;
    }
  }

  /** Over the buckets that are complete. */
  private double limit() {
    long mostPasses = 1;
    double leastNanos = 1e9;
    for (int i = 0; i < BUCKETS; i++) {
      if (i != current && passes[i] > 0) {
        mostPasses = Math.max(mostPasses, passes[i]);
        leastNanos = Math.min(leastNanos, (double) nanos[i] / passes[i]);
      }
    }
    return Math.max(1, mostPasses * Math.max(leastNanos, ACCEPTABLE_NANOS) / BUCKET_NANOS);
  }
}
