package io.usercenter.user.api;

import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.call.Channel;
import io.usercenter.user.guard.RateLimiters;
import io.usercenter.user.guard.Shedding;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.HttpServerMetrics;
import io.usercenter.user.program.Chassis;
import io.usercenter.user.program.Program;
import io.usercenter.user.program.Rehearsal;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side, whatever leads to the service behind it. */
public final class Frontend {
  private static final Logger LOG = LoggerFactory.getLogger(Frontend.class);
  private static final long DRAIN_SECONDS = 3;

  /** Holds a search of the greatest length with every character escaped. */
  private static final int MOST_LINE_BYTES = 8192;

  /** Longer than any caller pauses between requests, short enough against hoarders. */
  static final Duration IDLE = Duration.ofSeconds(75);

  private final Vertx vertx;
  private final ApiConfig config;
  private final Tracing tracing;
  private final Health health;
  private final HttpServerMetrics metrics;
  private final Shedding shedding;
  private final Clients clients;
  private final Documentation documentation;

  /** Made by the first who needs it: the library is large, and a start should not pay for it. */
  private final Supplier<Tokens> tokens;

  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

  public Frontend(Chassis chassis, ApiConfig config, Health health) {
    vertx = chassis.vertx();
    this.config = config;
    tracing = chassis.tracing();
    this.health = health;
    CollectorRegistry registry = chassis.registry();
    metrics = new HttpServerMetrics(registry);
    shedding = Shedding.start(config.rest().cpuThreshold(), chassis.loops().count(), registry);
    documentation = new Documentation(vertx);
    tokens = Lazy.of(() -> new Tokens(config.auth()));
    clients = new Clients(config.proxies(), new RateLimiters(config.rateLimit(), registry));
    if (config.auth().random()) {
      LOG.warn(
          "Auth.AccessSecret is not set: access tokens end with this process, and no other one"
              + " takes them");
    }
  }

  /** On the event loop that this is called on, with a share of the port. */
  public Future<?> listen(Channel users) {
    List<Route> routes = new ArrayList<>(new Routes(vertx, users, config, tokens, clients).all());
    routes.addAll(documentation.routes());
    Gateway gateway = new Gateway(vertx, config, routes, tracing, metrics, health, shedding);
    Duration longest = config.service().passwordTimeout(config.rest().timeout());
    Connections connections = new Connections(vertx, config.rest().maxConns(), longest);
    HttpServer server =
        vertx
            .createHttpServer(options(config.rest()))
            .connectionHandler(connections::opened)
            .invalidRequestHandler(request -> {
              gateway.refuse(request);
              Connections.closeSoon(vertx, request.connection());
            })
            .requestHandler(request -> {
              connections.request(request.connection());
              gateway.handle(request);
            });
    servers.add(server);
    String host = config.rest().host();
    int port = config.rest().port();
    return server
        .listen(port, host)
        .recover(cause -> Future.failedFuture(Program.portTaken(host, port, cause)));
  }

  /** Asks itself for one user, again and again. */
  public Future<?> rehearse() {
    RequestOptions request =
        new RequestOptions()
            .setHost(config.rest().host())
            .setPort(config.rest().port())
            .setSsl(!config.rest().certFile().isEmpty())
            .setURI("/v1/user-center/user?id=1");
    return Rehearsal.of(vertx, HttpVersion.HTTP_1_1, request, Buffer.buffer());
  }

  /**
   * Serves on for a while, readiness being down and every answer closing its connection, then stops
   * to listen and lets what is under way finish.
   */
  public Future<?> close() {
    long millis = config.rest().drainTime().toMillis();
    Future<?> drained =
        millis == 0 ? Future.succeededFuture() : vertx.timer(millis, TimeUnit.MILLISECONDS);
    return drained.compose(done ->
        Future.join(
            servers.stream().map(s -> s.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS)).toList()));
  }

  /** Without the handlers for WebSockets and for the upgrade to HTTP/2, which nobody here uses. */
  private static HttpServerOptions options(Rest rest) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout((int) IDLE.toSeconds())
            .setHandle100ContinueAutomatically(true)
            .setMaxInitialLineLength(MOST_LINE_BYTES)
            .setHttp2ClearTextEnabled(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false);
    return rest.certFile().isEmpty()
        ? options
        : options
            .setSsl(true)
            .setKeyCertOptions(
                new PemKeyCertOptions().setCertPath(rest.certFile()).setKeyPath(rest.keyFile()));
  }
}
