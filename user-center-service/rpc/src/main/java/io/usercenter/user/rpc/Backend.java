package io.usercenter.user.rpc;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.guard.Breaker;
import io.usercenter.user.guard.Breakers;
import io.usercenter.user.guard.ConcurrencyLimit;
import io.usercenter.user.health.Dependency;
import io.usercenter.user.metric.CommandMetrics;
import io.usercenter.user.model.User;
import io.usercenter.user.program.Startup.Requirement;
import io.usercenter.user.store.Database;
import io.usercenter.user.store.InFlight;
import io.usercenter.user.store.RedisLink;
import io.usercenter.user.store.RedisPoolMetrics;
import io.usercenter.user.store.Schema;
import io.usercenter.user.store.UserCache;
import io.usercenter.user.store.UserStore;
import io.usercenter.user.store.UserTable;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** All that answers calls, without the listener they come in by. */
public final class Backend {
  private final Vertx vertx;
  private final RpcConfig config;
  private final Tracing tracing;
  private final CommandMetrics redisMetrics;
  private final RedisPoolMetrics redisPool;
  private final Breaker redisBreaker;
  private final ConcurrencyLimit fallback;
  private final Database database;
  private final InFlight<Long, Optional<User>> inFlight = new InFlight<>();
  private final Counter lookups;
  private final List<RedisLink> links = new CopyOnWriteArrayList<>();

  public Backend(Vertx vertx, RpcConfig config, CollectorRegistry registry, Tracing tracing) {
    this.vertx = vertx;
    this.config = config;
    this.tracing = tracing;
    redisMetrics = CommandMetrics.redis(registry);
    redisPool = new RedisPoolMetrics(registry, config.stores().redis());
    Breakers breakers = new Breakers(registry);
    redisBreaker = breakers.of("redis");
    fallback = new ConcurrencyLimit("fallback_reads", config.fallbackReads(), registry);
    database =
        Database.open(
            vertx,
            config.stores().database(),
            CommandMetrics.sql(registry),
            tracing,
            breakers.of("postgres"));
    lookups = UserStore.lookups(registry);
  }

  public List<Dependency> dependencies() {
    return List.of(
        Dependency.required("postgres", database::ping),
        Dependency.optional(
            "redis", () -> Future.all(links.stream().map(RedisLink::ping).toList())));
  }

  /** Once PostgreSQL is there and its tables are up to date. */
  public Future<?> prepare() {
    return config
        .service()
        .startup()
        .require(vertx, postgres())
        .compose(answer -> new Schema(config.stores().database()).update(vertx, database));
  }

  /** What answers on the event loop that this is called on, once Redis is there. */
  public Future<List<Endpoint<?, ?>>> endpoints() {
    RedisLink redis =
        new RedisLink(
            vertx, config.stores().redis(), redisPool, redisMetrics, tracing, redisBreaker);
    links.add(redis);
    Future<?> reached =
        config.stores().redis().lazy()
            ? Future.succeededFuture()
            : config.service().startup().require(vertx, redis(redis));
    return reached
        .map(answer ->
            new UserStore(
                new UserCache(redis), new UserTable(database), inFlight, lookups, fallback))
        .map(store -> new Lookups(store).endpoints());
  }

  public Future<?> close() {
    links.forEach(RedisLink::close);
    return database.close();
  }

  private Requirement<?> postgres() {
    return new Requirement<>(
        "PostgreSQL",
        config.stores().database().address(),
        "start PostgreSQL, or correct Database.PGDataSource; 'Startup: wait' waits for it",
        Database::hopeless,
        database::ping);
  }

  private Requirement<Response> redis(RedisLink link) {
    return new Requirement<>(
        "Redis",
        config.stores().redis().address(),
        "start Redis, or correct Cache and Redis; 'Startup: wait' waits for it",
        RedisLink::hopeless,
        link::ping);
  }
}
