package io.usercenter.user.rpc;

import io.usercenter.user.call.Calls;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.FindUserRequest;
import io.usercenter.user.guard.Shedding;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.RpcMetrics;
import io.usercenter.user.program.Chassis;
import io.usercenter.user.program.EventLoops;
import io.usercenter.user.program.Program;
import io.usercenter.user.program.Rehearsal;
import io.usercenter.user.program.Running;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
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
final class RpcService {
  private static final long DRAIN_SECONDS = 3;

  private final Chassis chassis;
  private final RpcConfig config;
  private final Backend backend;
  private final GrpcListener listener;
  private final Health health;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

  private RpcService(Chassis chassis, RpcConfig config) {
    this.chassis = chassis;
    this.config = config;
    backend = new Backend(chassis, config);
    listener =
        new GrpcListener(
            config.listener(),
            chassis.tracing(),
            new Calls(RpcMetrics.server(chassis.registry())),
            Shedding.start(
                config.listener().cpuThreshold(), chassis.loops().count(), chassis.registry()));
    health = new Health(backend.dependencies());
  }

  static Future<Running> start(EventLoops loops, RpcConfig config) {
    return new RpcService(Chassis.start(loops, config.service()), config).start();
  }

  private Future<Running> start() {
    Future<?> prepared = backend.prepare();
    return chassis
        .loops()
        .deployOnEach(() -> listen(prepared))
        .compose(id -> health.watch(chassis.vertx()))
        .compose(watched -> chassis.run(health, this::rehearse, this::close));
  }

  private Future<?> rehearse() {
    byte[] message = FindUserRequest.newBuilder().setId(1).build().toByteArray();
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(config.listener().address().host())
            .setPort(config.listener().address().port())
            .setURI(UsersMethods.FIND_USER.path())
            .putHeader("content-type", "application/grpc")
            .putHeader("te", "trailers");
    Buffer framed = Buffer.buffer().appendByte((byte) 0).appendInt(message.length);
    return Rehearsal.of(chassis.vertx(), HttpVersion.HTTP_2, request, framed.appendBytes(message))
        .eventually(backend::rehearse);
  }

  private Future<?> close() {
    return Future.join(
            servers.stream().map(s -> s.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS)).toList())
        .eventually(backend::close);
  }

  /** Once for each event loop: its own connections, and a share of the port. */
  private Future<?> listen(Future<?> prepared) {
    return backend.endpoints().compose(endpoints -> prepared.map(endpoints)).compose(this::listen);
  }

  private Future<?> listen(List<Endpoint<?, ?>> endpoints) {
    GrpcServerOptions options = new GrpcServerOptions().setScheduleDeadlineAutomatically(true);
    GrpcServer grpc = GrpcServer.server(chassis.vertx(), options);
    if (config.listener().health()) {
      HealthService grpcHealth = HealthService.create(chassis.vertx());
      grpcHealth.register(UsersMethods.SERVICE, () -> Future.succeededFuture(health.ready()));
      grpc.addService(grpcHealth);
    }
    endpoints.forEach(endpoint -> listener.bind(grpc, endpoint));
    HttpServer server = chassis.vertx().createHttpServer().requestHandler(grpc);
    servers.add(server);
    String host = config.listener().address().host();
    int port = config.listener().address().port();
    return server
        .listen(port, host)
        .recover(cause -> Future.failedFuture(Program.portTaken(host, port, cause)));
  }
}
