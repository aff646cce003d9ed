package io.usercenter.user.guard;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What became of calls during the last ten seconds, in buckets of 250 ms. Lock-free: a bucket that
 * comes round again is emptied by whoever first finds it old, and a count made at that very moment
 * may be lost.
 */
final class Outcomes {
  static final int BUCKETS = 40;
  private static final long BUCKET_NANOS = 250_000_000;

  private final AtomicLongArray ticks = new AtomicLongArray(BUCKETS);
  private final AtomicLongArray accepted = new AtomicLongArray(BUCKETS);
  private final AtomicLongArray failed = new AtomicLongArray(BUCKETS);
  private final AtomicLongArray dropped = new AtomicLongArray(BUCKETS);
  private final long origin;

  Outcomes(long nowNanos) {
    origin = nowNanos;
  }

  /**
   * @param working buckets since the last one with a failure that had successes
   * @param failing buckets since the last one with a success that had failures
   */
  record Sum(long accepted, long failed, long dropped, int working, int failing) {
    long total() {
      return accepted + failed + dropped;
    }
  }

  void accepted(long nowNanos) {
    accepted.getAndIncrement(bucket(nowNanos));
  }

  void failed(long nowNanos) {
    failed.getAndIncrement(bucket(nowNanos));
  }

  void dropped(long nowNanos) {
    dropped.getAndIncrement(bucket(nowNanos));
  }

  Sum sum(long nowNanos) {
    long tick = tick(nowNanos);
    long good = 0;
    long bad = 0;
    long refused = 0;
    int working = 0;
    int failing = 0;
    for (long t = Math.max(0, tick - BUCKETS + 1); t <= tick; t++) {
      int i = (int) (t % BUCKETS);
      if (ticks.get(i) != t) {
        continue;
      }
      long goodHere = accepted.get(i);
      long badHere = failed.get(i);
      good += goodHere;
      bad += badHere;
      refused += dropped.get(i);
      working = badHere > 0 ? 0 : working + (goodHere > 0 ? 1 : 0);
      failing = goodHere > 0 ? 0 : failing + (badHere > 0 ? 1 : 0);
    }
    return new Sum(good, bad, refused, working, failing);
  }

  private long tick(long nowNanos) {
    return (nowNanos - origin) / BUCKET_NANOS;
  }

  private int bucket(long nowNanos) {
    long tick = tick(nowNanos);
    int i = (int) (tick % BUCKETS);
    long old = ticks.get(i);
    if (old != tick && ticks.compareAndSet(i, old, tick)) {
      accepted.set(i, 0);
      failed.set(i, 0);
      dropped.set(i, 0);
    }
    return i;
  }
}
