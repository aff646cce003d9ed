package io.usercenter.user.trace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once a minute that spans are lost; the metric counts them. */
final class Losses {
  private static final Logger LOG = LoggerFactory.getLogger(Losses.class);
  private static final long INTERVAL_NANOS = 60_000_000_000L;

  private long lastNanos = System.nanoTime() - INTERVAL_NANOS;

  void warn(Delivery delivery, Exception cause) {
    long now = System.nanoTime();
    if (now - lastNanos >= INTERVAL_NANOS) {
      lastNanos = now;
      LOG.warn("spans are dropped, {} cannot be reached: {}", delivery, cause.toString());
    }
  }
}
