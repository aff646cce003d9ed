package io.usercenter.user.api;

import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.call.Channel;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.HttpServerMetrics;
import io.usercenter.user.program.Program;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The HTTP side, whatever leads to the service behind it. */
public final class Frontend {
  private static final long DRAIN_SECONDS = 3;

  /** Longer than any caller pauses between requests, short enough against hoarders. */
  private static final int IDLE_SECONDS = 75;

  private final Vertx vertx;
  private final ApiConfig config;
  private final Tracing tracing;
  private final Health health;
  private final HttpServerMetrics metrics;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

  public Frontend(
      Vertx vertx, ApiConfig config, CollectorRegistry registry, Tracing tracing, Health health) {
    this.vertx = vertx;
    this.config = config;
    this.tracing = tracing;
    this.health = health;
    metrics = new HttpServerMetrics(registry);
  }

  /** On the event loop that this is called on, with a share of the port. */
  public Future<?> listen(Channel users) {
    Gateway gateway = new Gateway(config, new Routes(users).all(), tracing, metrics, health);
    HttpServer server =
        vertx.createHttpServer(options(config.rest())).requestHandler(gateway::handle);
    servers.add(server);
    String host = config.rest().host();
    int port = config.rest().port();
    return server
        .listen(port, host)
        .recover(cause -> Future.failedFuture(Program.portTaken(host, port, cause)));
  }

  /** Lets what is under way finish. */
  public Future<?> close() {
    return Future.join(
        servers.stream().map(s -> s.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS)).toList());
  }

  /** Without the handlers for WebSockets and for the upgrade to HTTP/2, which nobody here uses. */
  private static HttpServerOptions options(Rest rest) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout(IDLE_SECONDS)
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
