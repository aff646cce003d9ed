package io.usercenter.user.guard;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/**
 * Lets the first few events of a key through in each window, and sums up the others when the window
 * is over. More keys than it remembers share one. May be used from any thread.
 */
public final class LogSampler {
  private static final int KEYS = 256;
  private static final String OTHERS = "other events";

  private final int first;
  private final long windowNanos;
  private final ObjLongConsumer<String> summary;
  private final LongSupplier clock;
  private final Map<String, Window> windows = new HashMap<>();
  private long sweptAt;

  /**
   * @param first events of a key that pass in each window
   * @param summary told the key and the number of events that did not pass
   */
  public LogSampler(int first, Duration window, ObjLongConsumer<String> summary) {
    this(first, window, summary, System::nanoTime);
  }

  LogSampler(int first, Duration window, ObjLongConsumer<String> summary, LongSupplier clock) {
    this.first = first;
    this.summary = summary;
    this.clock = clock;
    windowNanos = window.toNanos();
    sweptAt = clock.getAsLong();
  }

  /** Whether the event is to be told. */
  public synchronized boolean passes(String key) {
    long now = clock.getAsLong();
    if (now - sweptAt >= windowNanos) {
      sweep(now);
    }
    String known = windows.size() < KEYS || windows.containsKey(key) ? key : OTHERS;
    Window window = windows.computeIfAbsent(known, k -> new Window(now));
    if (now - window.startedAt >= windowNanos) {
      sum(known, window);
      window.startedAt = now;
      window.seen = 0;
    }
    return ++window.seen <= first;
  }

  /** Sums up the windows that are over; to be called now and then, since events may not come. */
  public synchronized void sweep() {
    sweep(clock.getAsLong());
  }

  private void sweep(long now) {
    sweptAt = now;
    Iterator<Map.Entry<String, Window>> all = windows.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Window> entry = all.next();
      if (now - entry.getValue().startedAt >= windowNanos) {
        sum(entry.getKey(), entry.getValue());
        all.remove();
      }
    }
  }

  private void sum(String key, Window window) {
    if (window.seen > first) {
      summary.accept(key, window.seen - first);
    }
  }

  private static final class Window {
    private long startedAt;
    private long seen;

    private Window(long startedAt) {
      this.startedAt = startedAt;
    }
  }
}
