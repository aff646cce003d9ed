package io.usercenter.user.api;

import io.usercenter.user.health.Dependency;
import io.usercenter.user.health.Health;
import io.usercenter.user.program.Chassis;
import io.usercenter.user.program.EventLoops;
import io.usercenter.user.program.Running;
import io.usercenter.user.program.Startup.Requirement;
import io.vertx.core.Future;
import java.util.List;

/**
 * The frontend over a gRPC channel. Plain Vert.x HTTP, since the routes are few and fixed: a map of
 * paths does what a router would.
 */
final class ApiService {
  private final Chassis chassis;
  private final ApiConfig config;
  private final GrpcChannel users;
  private final Health health;
  private final Frontend frontend;

  private ApiService(Chassis chassis, ApiConfig config) {
    this.chassis = chassis;
    this.config = config;
    users = new GrpcChannel(chassis, config.userRpc());
    health = new Health(List.of(Dependency.required("rpc", users::check)));
    frontend = new Frontend(chassis, config, health);
  }

  static Future<Running> start(EventLoops loops, ApiConfig config) {
    return new ApiService(Chassis.start(loops, config.service()), config).start();
  }

  private Future<Running> start() {
    Future<?> reached =
        config.userRpc().lazy()
            ? Future.succeededFuture()
            : config.service().startup().require(chassis.vertx(), rpc());
    return reached
        .compose(answer -> health.watch(chassis.vertx()))
        .compose(watched -> chassis.loops().deployOnEach(() -> frontend.listen(users)))
        .compose(id ->
            chassis.run(
                health, frontend::rehearse, () -> frontend.close().eventually(users::close)));
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
