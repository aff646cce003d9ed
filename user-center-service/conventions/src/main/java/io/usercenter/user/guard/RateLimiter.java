package io.usercenter.user.guard;

import io.prometheus.client.Counter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each client. Only the clients seen last are remembered, so that nobody can
 * fill the memory by coming from many addresses. May be used from any thread.
 */
public final class RateLimiter {
  private final RateLimit limit;
  private final Counter.Child refusals;
  private final LongSupplier clock;
  private final long tokenNanos;
  private final Map<String, Bucket> clients;

  RateLimiter(RateLimit limit, Counter.Child refusals, LongSupplier clock) {
    this.limit = limit;
    this.refusals = refusals;
    this.clock = clock;
    tokenNanos = Duration.ofMinutes(1).toNanos() / limit.perMinute();
    clients = new LeastRecentlyUsed<>(limit.clients());
  }

  /** Zero when the client may go on, otherwise how long it should wait. */
  public synchronized Duration delay(String client) {
    long now = clock.getAsLong();
    Bucket bucket = clients.computeIfAbsent(client, c -> new Bucket(now - full()));
    long earned = Math.min(now - bucket.emptyAt, full());
    if (earned < tokenNanos) {
      refusals.inc();
      return Duration.ofNanos(tokenNanos - earned);
    }
    bucket.emptyAt = now - earned + tokenNanos;
    return Duration.ZERO;
  }

  private long full() {
    return tokenNanos * limit.burst();
  }

  /** The time at which it would have been empty: what has passed since is what it holds. */
  private static final class Bucket {
    private long emptyAt;

    private Bucket(long emptyAt) {
      this.emptyAt = emptyAt;
    }
  }

  private static final class LeastRecentlyUsed<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    private LeastRecentlyUsed(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > most;
    }
  }
}
