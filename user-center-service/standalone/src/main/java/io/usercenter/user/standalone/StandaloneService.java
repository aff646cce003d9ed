package io.usercenter.user.standalone;

import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.api.ApiConfig;
import io.usercenter.user.api.Frontend;
import io.usercenter.user.call.Calls;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.RpcMetrics;
import io.usercenter.user.program.EventLoops;
import io.usercenter.user.program.ManagementServer;
import io.usercenter.user.program.Running;
import io.usercenter.user.rpc.Backend;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** The frontend on top of the backend, once for each event loop. */
final class StandaloneService implements Running {
  private final Vertx vertx;
  private final ApiConfig config;
  private final CollectorRegistry registry = new CollectorRegistry();
  private final Tracing tracing;
  private final Backend backend;
  private final Frontend frontend;
  private final Health health;
  private final Calls client;
  private final Calls server;

  private StandaloneService(EventLoops loops, StandaloneConfig config) {
    vertx = loops.vertx();
    this.config = config.api();
    tracing = Tracing.start(config.api().service().telemetry(), registry);
    client = new Calls(RpcMetrics.client(registry));
    server = new Calls(RpcMetrics.server(registry));
    backend = new Backend(vertx, config.rpc(), registry, tracing);
    health = new Health(backend.dependencies());
    frontend = new Frontend(loops, config.api(), registry, tracing, health);
  }

  static Future<Running> start(EventLoops loops, StandaloneConfig config) {
    return new StandaloneService(loops, config).start(loops);
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
    return frontend
        .close()
        .eventually(backend::close)
        .eventually(() -> vertx.executeBlocking(this::closeTracing));
  }

  private Boolean closeTracing() {
    tracing.close();
    return true;
  }

  private Deployable verticle(Future<?> prepared) {
    return new Deployable() {
      @Override
      public Future<?> deploy(Context context) {
        return backend
            .endpoints()
            .compose(endpoints -> prepared.map(endpoints))
            .map(endpoints -> new LocalChannel(endpoints, client, server, tracing))
            .compose(frontend::listen);
      }
    };
  }

  private Future<?> listenForMachines() {
    return new ManagementServer(vertx, config.service(), registry, health).listen();
  }
}
