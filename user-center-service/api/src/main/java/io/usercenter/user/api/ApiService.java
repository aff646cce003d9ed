package io.usercenter.user.api;

import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.health.Dependency;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.HttpServerMetrics;
import io.usercenter.user.metric.RpcMetrics;
import io.usercenter.user.program.EventLoops;
import io.usercenter.user.program.ManagementServer;
import io.usercenter.user.program.Program;
import io.usercenter.user.program.Running;
import io.usercenter.user.program.Startup.Requirement;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Wires the program. Plain Vert.x HTTP, since the routes are few and fixed: a map of paths does
 * what a router would.
 */
final class ApiService implements Running {
  private static final long DRAIN_SECONDS = 3;

  /** Longer than any caller pauses between requests, short enough against hoarders. */
  private static final int IDLE_SECONDS = 75;

  private final Vertx vertx;
  private final ApiConfig config;
  private final CollectorRegistry registry = new CollectorRegistry();
  private final Tracing tracing;
  private final UserRpcClient users;
  private final Health health;
  private final HttpServerMetrics metrics = new HttpServerMetrics(registry);
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

  private ApiService(Vertx vertx, ApiConfig config) {
    this.vertx = vertx;
    this.config = config;
    tracing = Tracing.start(config.telemetry(), registry);
    users = new UserRpcClient(vertx, config.userRpc(), RpcMetrics.client(registry), tracing);
    health = new Health(List.of(Dependency.required("rpc", users::check)));
  }

  static Future<Running> start(EventLoops loops, ApiConfig config) {
    return new ApiService(loops.vertx(), config).start(loops);
  }

  private Future<Running> start(EventLoops loops) {
    return config
        .startup()
        .require(vertx, rpc())
        .compose(answer -> health.watch(vertx))
        .compose(watched -> loops.deployOnEach(this::listener))
        .compose(id -> listenForMachines())
        .map(this);
  }

  @Override
  public Future<?> stop() {
    health.drain();
    return Future.join(
            servers.stream().map(s -> s.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS)).toList())
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
        return listen();
      }
    };
  }

  private Future<?> listen() {
    Gateway gateway = new Gateway(config, new UserHandler(users), tracing, metrics, health);
    HttpServer server = vertx.createHttpServer(options()).requestHandler(gateway::handle);
    servers.add(server);
    String host = config.rest().host();
    int port = config.rest().port();
    return server
        .listen(port, host)
        .recover(cause -> Future.failedFuture(Program.portTaken(host, port, cause)));
  }

  /** Without the handlers for WebSockets and for the upgrade to HTTP/2, which nobody here uses. */
  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setIdleTimeout(IDLE_SECONDS)
        .setHttp2ClearTextEnabled(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }

  private Future<?> listenForMachines() {
    String host = config.prometheus().host();
    int port = config.prometheus().port();
    return new ManagementServer(vertx, config.prometheus(), registry, health)
        .listen()
        .recover(cause -> Future.failedFuture(Program.portTaken(host, port, cause)));
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
