package io.usercenter.user.store;

import io.opentracing.Span;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets an account rest after failed attempts, whether it exists or not: 30 seconds after five,
 * twice as long after each further one, at most 15 minutes. Kept in Redis, so that all processes
 * count together; without Redis nobody rests.
 */
public final class Lockout {
  private static final int FREE_ATTEMPTS = 5;
  private static final long FIRST_SECONDS = 30;
  private static final long LONGEST_SECONDS = 15 * 60;
  private static final long REMEMBERED_SECONDS = 60 * 60;
  private static final String FAILURES = "login:failures:";
  private static final String RESTS = "login:rests:";

  private final RedisLink redis;
  private final Counter lockouts;

  public Lockout(RedisLink redis, Counter lockouts) {
    this.redis = redis;
    this.lockouts = lockouts;
  }

  public static Counter lockouts(CollectorRegistry registry) {
    return Counter.build("user_center_login_lockouts_total", "rests after failed attempts.")
        .register(registry);
  }

  /** How much longer the account rests; zero when it does not. */
  public Future<Duration> rest(String username, Span span) {
    return redis
        .send(Request.cmd(Command.TTL).arg(RESTS + key(username)), span)
        .map(ttl -> Duration.ofSeconds(Math.max(0, number(ttl))))
        .otherwise(Duration.ZERO);
  }

  /** Counts a failed attempt; always succeeds. */
  public Future<?> failed(String username, Span span) {
    String key = key(username);
    String failures = FAILURES + key;
    return redis
        .send(Request.cmd(Command.INCR).arg(failures), span)
        .compose(count ->
            redis
                .send(Request.cmd(Command.EXPIRE).arg(failures).arg(REMEMBERED_SECONDS), span)
                .map(count))
        .compose(count -> locked(key, number(count), span))
        .otherwiseEmpty();
  }

  /** Forgets the failed attempts; always succeeds. */
  public Future<?> succeeded(String username, Span span) {
    String key = key(username);
    return redis
        .send(Request.cmd(Command.DEL).arg(FAILURES + key).arg(RESTS + key), span)
        .otherwiseEmpty();
  }

  static Duration restAfter(long failures) {
    if (failures < FREE_ATTEMPTS) {
      return Duration.ZERO;
    }
    long doublings = Math.min(failures - FREE_ATTEMPTS, 10);
    return Duration.ofSeconds(Math.min(FIRST_SECONDS << doublings, LONGEST_SECONDS));
  }

  private Future<?> locked(String key, long failures, Span span) {
    Duration rest = restAfter(failures);
    if (rest.isZero()) {
      return Future.succeededFuture();
    }
    lockouts.inc();
    return redis.send(
        Request.cmd(Command.SETEX).arg(RESTS + key).arg(rest.toSeconds()).arg("1"), span);
  }

  private static long number(@Nullable Response response) {
    Long number = response == null ? null : response.toLong();
    return number == null ? 0 : number;
  }

  /** Of one length and without the name itself, which may be anything that somebody typed. */
  private static String key(String username) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(username.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
