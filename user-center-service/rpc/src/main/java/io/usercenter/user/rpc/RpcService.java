package io.usercenter.user.rpc;

import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.call.Calls;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.guard.Shedding;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.RpcMetrics;
import io.usercenter.user.program.EventLoops;
import io.usercenter.user.program.ManagementServer;
import io.usercenter.user.program.Program;
import io.usercenter.user.program.Running;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The backend behind a gRPC listener. Vert.x gRPC rather than grpc-java, because it runs on the
 * event loops, HTTP server and Netty that the data clients use anyway: a call never changes its
 * thread.
 */
final class RpcService implements Running {
  private static final long DRAIN_SECONDS = 3;

  private final Vertx vertx;
  private final RpcConfig config;
  private final CollectorRegistry registry = new CollectorRegistry();
  private final Tracing tracing;
  private final Backend backend;
  private final GrpcListener listener;
  private final Health health;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

  private RpcService(EventLoops loops, RpcConfig config) {
    vertx = loops.vertx();
    this.config = config;
    tracing = Tracing.start(config.service().telemetry(), registry);
    backend = new Backend(vertx, config, registry, tracing);
    listener =
        new GrpcListener(
            config.listener(),
            tracing,
            new Calls(RpcMetrics.server(registry)),
            Shedding.start(config.listener().cpuThreshold(), loops.count(), registry));
    health = new Health(backend.dependencies());
  }

  static Future<Running> start(EventLoops loops, RpcConfig config) {
    return new RpcService(loops, config).start(loops);
  }

  private Future<Running> start(EventLoops loops) {
    Future<?> prepared = backend.prepare();
    return loops
        .deployOnEach(() -> verticle(prepared))
        .compose(id -> health.watch(vertx))
        .compose(watched -> listenForMachines())
        .map(this);
  }

  @Override
  public Future<?> stop() {
    health.drain();
    return Future.join(
            servers.stream().map(s -> s.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS)).toList())
        .eventually(backend::close)
        .eventually(() -> vertx.executeBlocking(this::closeTracing));
  }

  private Boolean closeTracing() {
    tracing.close();
    return true;
  }

  /** One for each event loop: its own connections, and a share of the port. */
  private Deployable verticle(Future<?> prepared) {
    return new Deployable() {
      @Override
      public Future<?> deploy(Context context) {
        return backend
            .endpoints()
            .compose(endpoints -> prepared.map(endpoints))
            .compose(RpcService.this::listen);
      }
    };
  }

  private Future<?> listen(List<Endpoint<?, ?>> endpoints) {
    GrpcServerOptions options = new GrpcServerOptions().setScheduleDeadlineAutomatically(true);
    GrpcServer grpc = GrpcServer.server(vertx, options);
    if (config.listener().health()) {
      HealthService grpcHealth = HealthService.create(vertx);
      grpcHealth.register(UsersMethods.SERVICE, () -> Future.succeededFuture(health.ready()));
      grpc.addService(grpcHealth);
    }
    endpoints.forEach(endpoint -> listener.bind(grpc, endpoint));
    HttpServer server = vertx.createHttpServer().requestHandler(grpc);
    servers.add(server);
    String host = config.listener().address().host();
    int port = config.listener().address().port();
    return server
        .listen(port, host)
        .recover(cause -> Future.failedFuture(Program.portTaken(host, port, cause)));
  }

  private Future<?> listenForMachines() {
    return new ManagementServer(vertx, config.service(), registry, health).listen();
  }
}
