package io.usercenter.user.api;

import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.call.Calls;
import io.usercenter.user.health.Dependency;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.RpcMetrics;
import io.usercenter.user.program.EventLoops;
import io.usercenter.user.program.ManagementServer;
import io.usercenter.user.program.Running;
import io.usercenter.user.program.Startup.Requirement;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * The frontend over a gRPC channel. Plain Vert.x HTTP, since the routes are few and fixed: a map of
 * paths does what a router would.
 */
final class ApiService implements Running {
  private final Vertx vertx;
  private final ApiConfig config;
  private final CollectorRegistry registry = new CollectorRegistry();
  private final Tracing tracing;
  private final GrpcChannel users;
  private final Health health;
  private final Frontend frontend;

  private ApiService(EventLoops loops, ApiConfig config) {
    vertx = loops.vertx();
    this.config = config;
    tracing = Tracing.start(config.service().telemetry(), registry);
    Calls calls = new Calls(RpcMetrics.client(registry));
    users = new GrpcChannel(vertx, config.userRpc(), calls, tracing, registry);
    health = new Health(List.of(Dependency.required("rpc", users::check)));
    frontend = new Frontend(loops, config, registry, tracing, health);
  }

  static Future<Running> start(EventLoops loops, ApiConfig config) {
    return new ApiService(loops, config).start(loops);
  }

  private Future<Running> start(EventLoops loops) {
    Future<?> reached =
        config.userRpc().lazy()
            ? Future.succeededFuture()
            : config.service().startup().require(vertx, rpc());
    return reached
        .compose(answer -> health.watch(vertx))
        .compose(watched -> loops.deployOnEach(this::listener))
        .compose(id -> listenForMachines())
        .map(this);
  }

  @Override
  public Future<?> stop() {
    health.drain();
    return frontend
        .close()
        .eventually(users::close)
        .eventually(() -> vertx.executeBlocking(this::closeTracing));
  }

  private Boolean closeTracing() {
    tracing.close();
    return true;
  }

  private Deployable listener() {
    return new Deployable() {
      @Override
      public Future<?> deploy(Context context) {
        return frontend.listen(users);
      }
    };
  }

  private Future<?> listenForMachines() {
    return new ManagementServer(vertx, config.service(), registry, health).listen();
  }

  private Requirement<?> rpc() {
    return new Requirement<>(
        "the user-center rpc",
        String.valueOf(config.userRpc().address()),
        "start user-center-rpc, or correct UserRpc.Endpoints; 'Startup: wait' waits for it",
        cause -> false,
        () -> users.check().map(true));
  }
}
