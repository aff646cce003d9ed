package io.usercenter.user.program;

import io.usercenter.user.config.Secrets;
import io.usercenter.user.config.Section;
import io.usercenter.user.problem.Problem;
import io.usercenter.user.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What to do about a dependency that is missing at start: ask again until the deadline and fail, or
 * wait for as long as it takes.
 */
public record Startup(boolean waits, Duration timeout) {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
  private static final long PAUSE_MILLIS = 200;
  private static final long REMARK_NANOS = TimeUnit.SECONDS.toNanos(10);

  public static Startup read(Section root) {
    return new Startup(
        root.choice("Startup", "fail", "wait").equals("wait"),
        root.duration("StartTimeout", Duration.ofSeconds(10)));
  }

  /**
   * What is asked for, how, and which failures no waiting will mend.
   *
   * @param fix what a person can do when it does not come
   */
  public record Requirement<T>(
      String name,
      String address,
      String fix,
      Predicate<Throwable> hopeless,
      Supplier<Future<T>> attempt) {}

  /** Fails with a {@link ProblemException}. */
  public <T> Future<T> require(Vertx vertx, Requirement<T> requirement) {
    return attempt(vertx, requirement, System.nanoTime(), System.nanoTime());
  }

  private <T> Future<T> attempt(
      Vertx vertx, Requirement<T> requirement, long started, long remarked) {
    return requirement
        .attempt()
        .get()
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .recover(cause -> {
          long now = System.nanoTime();
          boolean late = !waits && now - started >= timeout.toNanos() - PAUSE_MILLIS * 1_000_000;
          if (late || requirement.hopeless().test(cause)) {
            return Future.failedFuture(problem(requirement, cause));
          }
          boolean remark = now - remarked >= REMARK_NANOS;
          if (remark) {
            LOG.warn("still waiting for {}: {}", requirement.name(), reason(cause));
          }
          return vertx
              .timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
              .compose(tick -> attempt(vertx, requirement, started, remark ? now : remarked));
        });
  }

  private ProblemException problem(Requirement<?> requirement, Throwable cause) {
    boolean refused = requirement.hopeless().test(cause);
    return new ProblemException(
        new Problem(
            requirement.name() + (refused ? " refuses the service" : " does not answer"),
            requirement.address(),
            refused
                ? reason(cause)
                : "within %d ms; the last attempt: %s".formatted(timeout.toMillis(), reason(cause)),
            requirement.fix()),
        cause);
  }

  private static String reason(Throwable cause) {
    return Secrets.masked(String.valueOf(cause.getMessage()));
  }
}
