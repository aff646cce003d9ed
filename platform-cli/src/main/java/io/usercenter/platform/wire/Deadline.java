package io.usercenter.platform.wire;

import java.time.Duration;

/** The moment by which something must be done; unmoved by changes of the wall clock. */
public final class Deadline {

  private final Duration limit;
  private final long begun = System.nanoTime();

  private Deadline(Duration limit) {
    this.limit = limit;
  }

  public static Deadline after(Duration limit) {
    return new Deadline(limit);
  }

  public Duration limit() {
    return limit;
  }

  /** Time left, never negative. */
  public Duration remaining() {
    Duration left = limit.minus(elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  public boolean passed() {
    return remaining().isZero();
  }

  /** The earlier of this deadline and one of {@code step} from now. */
  public Deadline within(Duration step) {
    Duration left = remaining();
    return after(left.compareTo(step) < 0 ? left : step);
  }

  /** The limit as people write it, such as {@code 2 s} or {@code 250 ms}. */
  public String text() {
    long millis = limit.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
