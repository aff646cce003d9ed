package io.usercenter.user.password;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.usercenter.user.metric.Computed;
import io.usercenter.user.metric.Elapsed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks passwords on few threads of the least priority. Whatever ends in a hash has to
 * {@link #inTurn take its turn}, so that all else it does happens only when there is time for it.
 */
public final class Passwords implements AutoCloseable {
  private static final int MOST_WAITING = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** The share of the heap that hashing may hold on to. */
  private static final int HEAP_SHARE = 3;

  /** Of no password; checking against it takes as long as against a real one. */
  private static final String NOBODYS =
      "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
          + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

  private static final double[] BOUNDS = {5, 10, 25, 50, 100, 250, 500, 1000, 2000};

  private static final ThreadLocal<@Nullable PasswordHash> HASHES = new ThreadLocal<>();

  private final Vertx vertx;
  private final ExecutorService threads;

  private final Turns turns;
  private final Histogram duration;

  public Passwords(Vertx vertx, CollectorRegistry registry) {
    this.vertx = vertx;
    int atOnce = atOnce(Runtime.getRuntime());
    threads = Executors.newFixedThreadPool(atOnce, Passwords::thread);
    turns = new Turns(vertx, atOnce, MOST_WAITING, PATIENCE);
    duration =
        Histogram.build("user_center_password_hash_duration_ms", "time of one hash.")
            .buckets(BOUNDS)
            .register(registry);
    Gauge.build("user_center_password_waiting", "callers that wait for their turn to hash.")
        .register(registry)
        .setChild(new Computed(turns::waiting));
  }

  /** A password that was checked, and its better hash if the stored one is outdated. */
  public record Checked(boolean right, Optional<String> better) {}

  /** Fails with {@code Refused} when too many wait already. */
  public <T> Future<T> inTurn(Supplier<Future<T>> work) {
    return turns.take(work);
  }

  /** To be called in turn. */
  public Future<String> hash(String password) {
    return run(hash -> hash.hash(password));
  }

  /**
   * To be called in turn.
   *
   * @param stored empty for somebody who does not exist, which takes as long and is never right
   */
  public Future<Checked> check(String password, Optional<String> stored) {
    Optional<String> usable = stored.filter(PasswordHash::isUsable);
    String expected = usable.orElse(NOBODYS);
    return run(hash -> {
      boolean right = hash.matches(password, expected) && usable.isPresent();
      boolean outdated = right && PasswordHash.isOutdated(expected);
      return new Checked(right, outdated ? Optional.of(hash.hash(password)) : Optional.empty());
    });
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  private <T> Future<T> run(Function<PasswordHash, T> work) {
    Context context = vertx.getOrCreateContext();
    Promise<T> answer = Promise.promise();
    threads.execute(() -> {
      Elapsed elapsed = Elapsed.start();
      Future<T> result = result(work);
      duration.observe(elapsed.millis());
      context.runOnContext(now -> result.onComplete(answer));
    });
    return answer.future();
  }

  private <T> Future<T> result(Function<PasswordHash, T> work) {
    try {
      return Future.succeededFuture(work.apply(ownHash()));
    } catch (RuntimeException bug) {
      return Future.failedFuture(bug);
    }
  }

  /**
   * Of this thread. An initial value in the form of a lambda would load the signed library, and
   * verify its signature, at every start.
   */
  private PasswordHash ownHash() {
    PasswordHash own = HASHES.get();
    if (own == null) {
      own = new PasswordHash();
      HASHES.set(own);
    }
    return own;
  }

  /** Half the processors, as far as the heap has room. */
  private static int atOnce(Runtime runtime) {
    long room = runtime.maxMemory() / HEAP_SHARE / PasswordHash.MEMORY_BYTES;
    return (int) Math.max(1, Math.min(runtime.availableProcessors() / 2, room));
  }

  private static Thread thread(Runnable work) {
    Runnable yielding =
        () -> {
          LowPriority.ofThisThread();
          work.run();
        };
    return Thread.ofPlatform().name("password").daemon().unstarted(yielding);
  }
}
