package io.usercenter.user.acceptance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks until the answer is right or the deadline has passed. */
final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private Eventually() {}

  static <T> T get(String what, Supplier<T> question, Predicate<T> right) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    T last = question.get();
    while (!right.test(last)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(what + " did not come; the last answer: " + last);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      last = question.get();
    }
    return last;
  }
}
