package io.usercenter.viewer.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Who is logged in: random tokens that end after twelve hours, or when somebody logs out. */
public final class Sessions {

  public static final Duration LIFETIME = Duration.ofHours(12);
  private static final int TOKEN_BYTES = 24;
  private static final int MOST = 1_000;

  private final SecureRandom random = new SecureRandom();
  private final LongSupplier nanoTime;
  private final Map<String, Long> begun =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  public Sessions(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  public synchronized String begin() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    String text = HexFormat.of().formatHex(token);
    begun.put(text, nanoTime.getAsLong());
    return text;
  }

  public synchronized boolean knows(String token) {
    Long at = begun.get(token);
    if (at == null) {
      return false;
    }
    boolean valid = nanoTime.getAsLong() - at < LIFETIME.toNanos();
    if (!valid) {
      begun.remove(token);
    }
    return valid;
  }

  public synchronized void end(String token) {
    begun.remove(token);
  }

  public synchronized int count() {
    return begun.size();
  }
}
