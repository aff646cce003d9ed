package io.usercenter.user.guard;

import io.prometheus.client.Counter;
import io.vertx.core.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Spares a dependency that fails: the client throttling of Google's SRE book (chapter "Handling
 * Overload") with go-zero's parameters. The more calls failed lately, the more are refused without
 * being made; one a second always goes through. May be used from any thread.
 */
public final class Breaker {
  private static final double WEIGHT = 1.5;
  private static final double LEAST_WEIGHT = 1.1;

  /** So many failures in ten seconds never open the breaker. */
  private static final int PROTECTED = 5;

  private static final long FORCED_PASS_NANOS = 1_000_000_000;

  private final String name;
  private final LongSupplier clock;
  private final DoubleSupplier random;
  private final Counter.Child drops;
  private final Outcomes outcomes;

  /** Nothing failed during the window, so that a call that is allowed costs one read. */
  private volatile boolean calm = true;

  private volatile boolean passed;
  private volatile long lastPass;

  Breaker(String name, Counter.Child drops, LongSupplier clock, DoubleSupplier random) {
    this.name = name;
    this.drops = drops;
    this.clock = clock;
    this.random = random;
    outcomes = new Outcomes(clock.getAsLong());
  }

  static Breaker of(String name, Counter.Child drops) {
    return new Breaker(
        name, drops, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Whether the call may be made; then {@link #succeeded} or {@link #failed} must be told, unless
   * the call was given up by its caller.
   */
  public boolean allows() {
    return calm || throttled();
  }

  /** The dependency answered, be it with a refusal. */
  public void succeeded() {
    outcomes.accepted(clock.getAsLong());
  }

  /** The dependency did not answer, or not in time. */
  public void failed() {
    outcomes.failed(clock.getAsLong());
    calm = false;
  }

  /**
   * Makes the call if it is allowed; fails with {@link BreakerOpen} otherwise.
   *
   * @param isFailure tells the dependency's failures from answers that the caller merely dislikes
   */
  public <T> Future<T> guard(Supplier<Future<T>> call, Predicate<Throwable> isFailure) {
    if (!allows()) {
      return Future.failedFuture(new BreakerOpen(name));
    }
    return call.get()
        .onComplete(answer -> {
          if (answer.failed() && isFailure.test(answer.cause())) {
            failed();
          } else {
            succeeded();
          }
        });
  }

  /** The share of calls that is refused now, from 0 to 1. */
  double dropRatio() {
    Outcomes.Sum sum = outcomes.sum(clock.getAsLong());
    return Math.max(0, ratio(sum) * steadiness(sum));
  }

  private boolean throttled() {
    long now = clock.getAsLong();
    Outcomes.Sum sum = outcomes.sum(now);
    if (sum.failed() == 0 && sum.dropped() == 0) {
      calm = true;
      return true;
    }
    double ratio = ratio(sum);
    if (ratio <= 0) {
      return true;
    }
    boolean overdue = passed && now - lastPass > FORCED_PASS_NANOS;
    if (!overdue && random.getAsDouble() < ratio * steadiness(sum)) {
      outcomes.dropped(now);
      drops.inc();
      return false;
    }
    lastPass = now;
    passed = true;
    return true;
  }

  private static double ratio(Outcomes.Sum sum) {
    double weight = WEIGHT - (WEIGHT - LEAST_WEIGHT) * sum.failing() / Outcomes.BUCKETS;
    double weighted = Math.max(LEAST_WEIGHT, weight) * sum.accepted();
    return (sum.total() - PROTECTED - weighted) / (sum.total() + 1);
  }

  /** Less is refused the longer nothing failed. */
  private static double steadiness(Outcomes.Sum sum) {
    return (double) (Outcomes.BUCKETS - sum.working()) / Outcomes.BUCKETS;
  }
}
