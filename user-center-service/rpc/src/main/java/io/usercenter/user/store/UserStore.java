package io.usercenter.user.store;

import io.opentracing.Span;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.usercenter.user.guard.ConcurrencyLimit;
import io.usercenter.user.model.User;
import io.vertx.core.Future;
import java.util.Optional;

/** Cache-aside: the cache first, then the table; without Redis the table alone. */
public final class UserStore {
  private final UserCache cache;
  private final CacheFence fence;
  private final UserTable table;
  private final InFlight<Long, Optional<User>> inFlight;
  private final Counter lookups;
  private final ConcurrencyLimit fallback;

  /**
   * @param fallback what the table is spared while Redis does not answer
   */
  public UserStore(
      UserCache cache,
      CacheFence fence,
      UserTable table,
      InFlight<Long, Optional<User>> inFlight,
      Counter lookups,
      ConcurrencyLimit fallback) {
    this.cache = cache;
    this.fence = fence;
    this.table = table;
    this.inFlight = inFlight;
    this.lookups = lookups;
    this.fallback = fallback;
  }

  /** Ours: go-zero only logs its hit ratio. */
  public static Counter lookups(CollectorRegistry registry) {
    return Counter.build("user_cache_lookups_total", "cache lookups of users by outcome.")
        .labelNames("result")
        .register(registry);
  }

  /**
   * Fails with {@code StoreUnavailable} when neither the cache nor the database can tell, and with
   * {@code Refused} when too many ask the database in the place of the cache.
   */
  public Future<Optional<User>> find(long id, Span span) {
    return inFlight.load(id, () -> cache.get(id, span).compose(cached -> find(id, cached, span)));
  }

  private Future<Optional<User>> find(long id, Cached cached, Span span) {
    return switch (cached) {
      case Cached.Hit(User user) -> counted("hit", Future.succeededFuture(Optional.of(user)));
      case Cached.Nobody() -> counted("nobody", Future.succeededFuture(Optional.empty()));
      case Cached.Miss() -> counted("miss", fence.fill(id, () -> table.find(id, span), span));
      case Cached.Unreachable() -> counted("unreachable", fallback.run(() -> table.find(id, span)));
    };
  }

  private Future<Optional<User>> counted(String result, Future<Optional<User>> answer) {
    lookups.labels(result).inc();
    return answer;
  }
}
