package io.usercenter.viewer.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often an address may guess the password: ten wrong guesses at once, then one each three
 * seconds. While an address has none left, even the right password is not looked at.
 */
public final class Attempts {

  private static final int BURST = 10;
  private static final long REFILL_NANOS = Duration.ofSeconds(3).toNanos();
  private static final int ADDRESSES = 10_000;

  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > ADDRESSES;
        }
      };

  public Attempts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Bucket(double left, long at) {}

  /** How long until the next guess is looked at; zero when it is now. */
  public synchronized Duration pause(String address) {
    double left = left(address);
    return left >= 1 ? Duration.ZERO : Duration.ofNanos((long) ((1 - left) * REFILL_NANOS) + 1);
  }

  public synchronized void failed(String address) {
    buckets.put(address, new Bucket(Math.max(0, left(address) - 1), nanoTime.getAsLong()));
  }

  private double left(String address) {
    Bucket bucket = buckets.get(address);
    if (bucket == null) {
      return BURST;
    }
    double refilled = (double) (nanoTime.getAsLong() - bucket.at()) / REFILL_NANOS;
    return Math.min(BURST, bucket.left() + refilled);
  }
}
