package io.usercenter.user.api;

import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * Gives up what takes too long. All entries of one instance have the same time, so that the oldest
 * is always the next to end: a list and one timer do, instead of a timer for each request. Used by
 * one event loop.
 */
final class Deadlines {
  private static final long TICK_MILLIS = 50;

  private final long nanos;
  private final Entry ends;

  /** What takes time. */
  abstract static class Entry {
    private long deadline;
    private @Nullable Entry previous;
    private @Nullable Entry next;

    /** Called once, unless it was removed before. */
    abstract void expire();
  }

  Deadlines(Vertx vertx, long millis) {
    nanos = millis * 1_000_000;
    ends =
        new Entry() {
          @Override
          void expire() {
            throw new IllegalStateException("the end of the list is no entry");
          }
        };
    ends.previous = ends;
    ends.next = ends;
    vertx.setPeriodic(TICK_MILLIS, tick -> expire(System.nanoTime()));
  }

  void add(Entry entry) {
    entry.deadline = System.nanoTime() + nanos;
    Entry last = of(ends.previous);
    entry.previous = last;
    entry.next = ends;
    last.next = entry;
    ends.previous = entry;
  }

  void remove(Entry entry) {
    Entry previous = entry.previous;
    Entry next = entry.next;
    if (previous != null && next != null) {
      previous.next = next;
      next.previous = previous;
      entry.previous = null;
      entry.next = null;
    }
  }

  @SuppressWarnings("ReferenceEquality") // The end of the list is this very object.
  private void expire(long now) {
    Entry oldest = of(ends.next);
    while (oldest != ends && oldest.deadline - now <= 0) {
      remove(oldest);
      oldest.expire();
      oldest = of(ends.next);
    }
  }

  private static Entry of(@Nullable Entry linked) {
    if (linked == null) {
      throw new IllegalStateException("the list is broken");
    }
    return linked;
  }
}
