package io.usercenter.platform.acceptance;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for what happens in other processes. */
final class Poll {

  private static final long PAUSE_MILLIS = 20;

  private Poll() {}

  /** Returns the first value that satisfies the condition; fails with the last one otherwise. */
  static <T> T until(Duration limit, Callable<T> look, Predicate<T> condition) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    T seen = look.call();
    while (!condition.test(seen)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("after " + limit.toSeconds() + " s still " + seen);
      }
      Thread.sleep(PAUSE_MILLIS);
      seen = look.call();
    }
    return seen;
  }
}
