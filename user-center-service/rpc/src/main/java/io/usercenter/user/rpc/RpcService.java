package io.usercenter.user.rpc;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.usercenter.user.contract.UsersGrpcService;
import io.usercenter.user.health.Dependency;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.CommandMetrics;
import io.usercenter.user.metric.RpcMetrics;
import io.usercenter.user.model.User;
import io.usercenter.user.program.EventLoops;
import io.usercenter.user.program.ManagementServer;
import io.usercenter.user.program.Program;
import io.usercenter.user.program.Running;
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
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Wires the program. Vert.x gRPC rather than grpc-java, because it runs on the event loops, HTTP
 * server and Netty that the data clients use anyway: a call never changes its thread.
 */
final class RpcService implements Running {
  private static final long DRAIN_SECONDS = 3;

  private final Vertx vertx;
  private final RpcConfig config;
  private final CollectorRegistry registry = new CollectorRegistry();
  private final Tracing tracing;
  private final RpcMetrics metrics = RpcMetrics.server(registry);
  private final CommandMetrics redisMetrics = CommandMetrics.redis(registry);
  private final RedisPoolMetrics redisPool;
  private final Database database;
  private final InFlight<Long, Optional<User>> inFlight = new InFlight<>();
  private final Counter lookups = UserStore.lookups(registry);
  private final List<RedisLink> links = new CopyOnWriteArrayList<>();
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final Health health;

  private RpcService(Vertx vertx, RpcConfig config) {
    this.vertx = vertx;
    this.config = config;
    tracing = Tracing.start(config.telemetry(), registry);
    redisPool = new RedisPoolMetrics(registry, config.redis());
    database = Database.open(vertx, config.database(), CommandMetrics.sql(registry), tracing);
    health =
        new Health(
            List.of(
                Dependency.required("postgres", database::ping),
                Dependency.optional(
                    "redis", () -> Future.all(links.stream().map(RedisLink::ping).toList()))));
  }

  static Future<Running> start(EventLoops loops, RpcConfig config) {
    return new RpcService(loops.vertx(), config).start(loops);
  }

  private Future<Running> start(EventLoops loops) {
    Future<?> schema =
        config
            .startup()
            .require(vertx, postgres())
            .compose(answer -> new Schema(config.database()).update(vertx, database));
    return loops
        .deployOnEach(() -> verticle(schema))
        .compose(id -> health.watch(vertx))
        .compose(watched -> listenForMachines())
        .map(this);
  }

  @Override
  public Future<?> stop() {
    health.drain();
    return Future.join(
            servers.stream().map(s -> s.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS)).toList())
        .eventually(() -> {
          links.forEach(RedisLink::close);
          return database.close();
        })
        .eventually(() -> vertx.executeBlocking(this::closeTracing));
  }

  private Boolean closeTracing() {
    tracing.close();
    return true;
  }

  /** One for each event loop: its own Redis connection, and a share of the port. */
  private Deployable verticle(Future<?> schema) {
    return new Deployable() {
      @Override
      public Future<?> deploy(Context context) {
        RedisLink redis = new RedisLink(vertx, config.redis(), redisPool, redisMetrics, tracing);
        links.add(redis);
        return config
            .startup()
            .require(vertx, redis(redis))
            .compose(answer -> schema)
            .compose(ready -> listen(new UserCache(redis)));
      }
    };
  }

  private Future<?> listen(UserCache cache) {
    UserStore store = new UserStore(cache, new UserTable(database), inFlight, lookups);
    HealthService grpcHealth = HealthService.create(vertx);
    grpcHealth.register("usercenter.Users", () -> Future.succeededFuture(health.ready()));
    GrpcServerOptions options = new GrpcServerOptions().setScheduleDeadlineAutomatically(true);
    GrpcServer grpc =
        GrpcServer.server(vertx, options)
            .addService(grpcHealth)
            .callHandler(
                UsersGrpcService.FindUser, new UsersHandler(store, metrics, tracing)::findUser);
    HttpServer server = vertx.createHttpServer().requestHandler(grpc);
    servers.add(server);
    String host = config.listen().host();
    int port = config.listen().port();
    return server
        .listen(port, host)
        .recover(cause -> Future.failedFuture(Program.portTaken(host, port, cause)));
  }

  private Future<?> listenForMachines() {
    return new ManagementServer(vertx, config.prometheus(), registry, health)
        .listen()
        .recover(cause ->
            Future.failedFuture(
                Program.portTaken(config.prometheus().host(), config.prometheus().port(), cause)));
  }

  private Requirement<?> postgres() {
    return new Requirement<>(
        "PostgreSQL",
        config.database().address(),
        "start PostgreSQL, or correct Database.PGDataSource; 'Startup: wait' waits for it",
        Database::hopeless,
        database::ping);
  }

  private Requirement<Response> redis(RedisLink link) {
    return new Requirement<>(
        "Redis",
        config.redis().address(),
        "start Redis, or correct Cache and Redis; 'Startup: wait' waits for it",
        RedisLink::hopeless,
        link::ping);
  }
}
