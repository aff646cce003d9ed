package io.usercenter.user.standalone;

import io.usercenter.user.api.Frontend;
import io.usercenter.user.call.Calls;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.RpcMetrics;
import io.usercenter.user.program.Chassis;
import io.usercenter.user.program.EventLoops;
import io.usercenter.user.program.Running;
import io.usercenter.user.rpc.Backend;
import io.vertx.core.Future;

/** The frontend on top of the backend, once for each event loop. */
final class StandaloneService {
  private final Chassis chassis;
  private final Backend backend;
  private final Frontend frontend;
  private final Health health;
  private final Calls client;
  private final Calls server;

  private StandaloneService(Chassis chassis, StandaloneConfig config) {
    this.chassis = chassis;
    client = new Calls(RpcMetrics.client(chassis.registry()));
    server = new Calls(RpcMetrics.server(chassis.registry()));
    backend = new Backend(chassis, config.rpc());
    health = new Health(backend.dependencies());
    frontend = new Frontend(chassis, config.api(), health);
  }

  static Future<Running> start(EventLoops loops, StandaloneConfig config) {
    Chassis chassis = Chassis.start(loops, config.api().service());
    return new StandaloneService(chassis, config).start();
  }

  private Future<Running> start() {
    Future<?> prepared = backend.prepare();
    return chassis
        .loops()
        .deployOnEach(() -> listen(prepared))
        .compose(id -> health.watch(chassis.vertx()))
        .compose(watched ->
            chassis.run(
                health,
                () -> frontend.rehearse().eventually(backend::rehearse),
                () -> frontend.close().eventually(backend::close)));
  }

  private Future<?> listen(Future<?> prepared) {
    return backend
        .endpoints()
        .compose(endpoints -> prepared.map(endpoints))
        .map(endpoints -> new LocalChannel(endpoints, client, server, chassis.tracing()))
        .compose(frontend::listen);
  }
}
