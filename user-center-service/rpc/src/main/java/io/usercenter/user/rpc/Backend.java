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
import io.usercenter.user.password.Passwords;
import io.usercenter.user.program.Chassis;
import io.usercenter.user.program.Startup.Requirement;
import io.usercenter.user.search.Search;
import io.usercenter.user.store.AccountStore;
import io.usercenter.user.store.CacheFence;
import io.usercenter.user.store.CacheMetrics;
import io.usercenter.user.store.Database;
import io.usercenter.user.store.InFlight;
import io.usercenter.user.store.Lockout;
import io.usercenter.user.store.Outbox;
import io.usercenter.user.store.OutboxMetrics;
import io.usercenter.user.store.OutboxTable;
import io.usercenter.user.store.RedisLink;
import io.usercenter.user.store.RedisPoolMetrics;
import io.usercenter.user.store.RedisTransactions;
import io.usercenter.user.store.Schema;
import io.usercenter.user.store.SessionTable;
import io.usercenter.user.store.UserCache;
import io.usercenter.user.store.UserStore;
import io.usercenter.user.store.UserTable;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that answers calls, without the listener they come in by. */
public final class Backend {
  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

  private static final long HEAD_START_MILLIS = 1000;

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
  private final Optional<Search> search;
  private final CacheMetrics cacheMetrics;
  private final Counter lockouts;
  private final Counter attempts;
  private final SessionTable sessions;
  private final Passwords passwords;
  private final OutboxMetrics outboxMetrics;
  private final Promise<Void> prepared = Promise.promise();
  private final AtomicBoolean outboxesMade = new AtomicBoolean();
  private final List<Outbox> outboxes = new CopyOnWriteArrayList<>();
  private final List<RedisTransactions> transactions = new CopyOnWriteArrayList<>();
  private final List<RedisLink> links = new CopyOnWriteArrayList<>();

  public Backend(Chassis chassis, RpcConfig config) {
    vertx = chassis.vertx();
    this.config = config;
    tracing = chassis.tracing();
    CollectorRegistry registry = chassis.registry();
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
    search =
        config
            .search()
            .map(settings ->
                new Search(
                    vertx, settings, database, registry, tracing, breakers.of("elasticsearch")));
    cacheMetrics = new CacheMetrics(registry);
    lockouts = Lockout.lockouts(registry);
    attempts = Attempts.outcomes(registry);
    sessions = new SessionTable(database, config.sessionExpiry());
    passwords = new Passwords(vertx, registry);
    outboxMetrics = new OutboxMetrics(registry);
  }

  public List<Dependency> dependencies() {
    List<Dependency> dependencies = new ArrayList<>();
    dependencies.add(Dependency.required("postgres", database::ping));
    dependencies.add(
        Dependency.optional(
            "redis", () -> Future.all(links.stream().map(RedisLink::ping).toList())));
    search.ifPresent(users -> dependencies.add(Dependency.optional("elasticsearch", users::ping)));
    return List.copyOf(dependencies);
  }

  /** Once PostgreSQL is there and its tables are up to date. */
  public Future<?> prepare() {
    return config
        .service()
        .startup()
        .require(vertx, postgres(config, database))
        .compose(answer -> new Schema(config.stores().database()).update(database))
        .onSuccess(done -> prepared.complete());
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
    return reached.map(answer -> endpoints(redis));
  }

  private List<Endpoint<?, ?>> endpoints(RedisLink redis) {
    RedisTransactions writing =
        new RedisTransactions(vertx, config.stores().redis(), redisMetrics, tracing);
    transactions.add(writing);
    CacheFence fence = new CacheFence(writing, cacheMetrics);
    if (outboxesMade.compareAndSet(false, true)) {
      makeOutboxes(fence);
    }
    UserStore users =
        new UserStore(
            new UserCache(redis), fence, new UserTable(database), inFlight, lookups, fallback);
    AccountStore accounts = new AccountStore(database, fence, () -> outboxes.forEach(Outbox::wake));
    Attempts proofs = new Attempts(passwords, new Lockout(redis, lockouts), attempts);
    Callers callers = new Callers(sessions);
    return Stream.of(
            new Lookups(users).endpoints(),
            new Registration(accounts, passwords).endpoints(),
            new Logins(accounts, sessions, proofs, callers).endpoints(),
            new Profiles(accounts, callers, proofs, passwords).endpoints(),
            new Directory(accounts, callers).endpoints(),
            new Searches(search).endpoints())
        .<Endpoint<?, ?>>flatMap(List::stream)
        .toList();
  }

  /** Once for the whole process, on the event loop that comes first. */
  private void makeOutboxes(CacheFence fence) {
    OutboxTable table = new OutboxTable(database);
    Outbox cache = new Outbox(vertx, table, outboxMetrics, tracing, fence.topic());
    outboxes.add(cache);
    afterStart(cache::start);
    search.ifPresentOrElse(
        users -> {
          Outbox index = new Outbox(vertx, table, outboxMetrics, tracing, users.topic());
          outboxes.add(index);
          afterStart(() -> users.start(index));
        },
        Backend::noSearch);
  }

  /** Work of the background, which would cost a start connections and Elasticsearch's client. */
  private void afterStart(Runnable work) {
    prepared.future().onSuccess(done -> vertx.setTimer(HEAD_START_MILLIS, tick -> work.run()));
  }

  /** What a rehearsal of lookups leaves out. */
  public Future<?> rehearse() {
    return search.<Future<?>>map(Search::rehearse).orElse(Future.succeededFuture());
  }

  public Future<?> close() {
    outboxes.forEach(Outbox::stop);
    passwords.close();
    transactions.forEach(RedisTransactions::close);
    links.forEach(RedisLink::close);
    Future<?> searched = search.<Future<?>>map(Search::close).orElse(Future.succeededFuture());
    return searched.eventually(database::close);
  }

  /** What must be there before anything else. */
  static Requirement<?> postgres(RpcConfig config, Database database) {
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

  private static void noSearch() {
    LOG.warn(
        "the configuration has no 'Search': nobody is found by text, changes wait in the outbox");
  }
}
