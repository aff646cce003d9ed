package io.usercenter.user.store;

import io.opentracing.Span;
import io.usercenter.user.model.User;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * go-zero's cache entries: {@code cache:public:users:id:<id>} holds JSON with Go's field names for
 * seven days, or {@code *} for a minute where there is no such user. The password hash, which
 * go-zero caches too, is left out.
 */
public final class UserCache {
  private static final Logger LOG = LoggerFactory.getLogger(UserCache.class);
  private static final String KEY = "cache:public:users:id:";
  private static final String PLACEHOLDER = "*";
  private static final int EXPIRY_SECONDS = 7 * 24 * 3600;
  private static final int NOBODY_SECONDS = 60;

  private final RedisLink redis;

  public UserCache(RedisLink redis) {
    this.redis = redis;
  }

  /** Always succeeds: a failure is one of the answers. */
  Future<Cached> get(long id, Span span) {
    return redis
        .get(KEY + id, span)
        .compose(response -> decoded(id, response, span))
        .otherwise(cause -> new Cached.Unreachable());
  }

  static String key(long id) {
    return KEY + id;
  }

  /** What stores a row, or that there is none. */
  static Request storing(long id, Optional<User> found) {
    return found.map(UserCache::storing).orElseGet(() -> hiding(id));
  }

  private static Request storing(User user) {
    return Request.cmd(Command.SETEX)
        .arg(KEY + user.id())
        .arg(jittered(EXPIRY_SECONDS))
        .arg(encode(user));
  }

  /** NX, as in go-zero: the placeholder never takes the place of a row. */
  private static Request hiding(long id) {
    return Request.cmd(Command.SET)
        .arg(KEY + id)
        .arg(PLACEHOLDER)
        .arg("EX")
        .arg(jittered(NOBODY_SECONDS))
        .arg("NX");
  }

  private Future<?> sent(Request request, Span span) {
    return redis
        .send(request, span)
        .onFailure(cause -> LOG.warn("not deleted: {}", String.valueOf(cause.getMessage())))
        .otherwiseEmpty();
  }

  private Future<Cached> decoded(long id, @Nullable Response response, Span span) {
    if (response == null) {
      return Future.succeededFuture(new Cached.Miss());
    }
    String text = response.toString();
    if (text.equals(PLACEHOLDER)) {
      return Future.succeededFuture(new Cached.Nobody());
    }
    Optional<User> user = decode(text);
    if (user.isPresent()) {
      return Future.succeededFuture(new Cached.Hit(user.get()));
    }
    LOG.error("the cache entry of user {} is not readable and is deleted", id);
    return sent(Request.cmd(Command.DEL).arg(KEY + id), span).map(gone -> new Cached.Miss());
  }

  private static String encode(User user) {
    return new JsonObject()
        .put("Id", user.id())
        .put("Username", user.username())
        .put("Email", user.email())
        .put("CreatedAt", user.createdAt())
        .put("UpdatedAt", user.updatedAt())
        .encode();
  }

  private static Optional<User> decode(String text) {
    try {
      JsonObject json = new JsonObject(text);
      return Optional.of(
          new User(
              json.getLong("Id"),
              json.getString("Username"),
              json.getString("Email"),
              json.getInstant("CreatedAt"),
              json.getInstant("UpdatedAt")));
    } catch (DecodeException | ClassCastException | DateTimeException | NullPointerException e) {
      return Optional.empty();
    }
  }

  /** Rounded up, times 0.95 to 1.05, so that entries made together do not expire together. */
  private static int jittered(int seconds) {
    return (int) Math.ceil(seconds * ThreadLocalRandom.current().nextDouble(0.95, 1.05));
  }
}
