package io.usercenter.user.program;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.BufferPoolsExports;
import io.prometheus.client.hotspot.ClassLoadingExports;
import io.prometheus.client.hotspot.GarbageCollectorExports;
import io.prometheus.client.hotspot.MemoryPoolsExports;
import io.prometheus.client.hotspot.StandardExports;
import io.prometheus.client.hotspot.ThreadExports;
import io.prometheus.client.hotspot.VersionInfoExports;
import io.usercenter.user.health.Health;
import io.usercenter.user.log.Logging;
import io.usercenter.user.metric.Prometheus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The ports for machines: metrics, {@code /healthz} and {@code /readyz} on that of the Prometheus
 * block, what go-zero's developer server has on that of the DevServer block.
 */
public final class ManagementServer {
  private final Vertx vertx;
  private final ServiceConfig config;
  private final CollectorRegistry registry;
  private final Health health;
  private final AtomicBoolean jvmRegistered = new AtomicBoolean();

  public ManagementServer(
      Vertx vertx, ServiceConfig config, CollectorRegistry registry, Health health) {
    this.vertx = vertx;
    this.config = config;
    this.registry = registry;
    this.health = health;
  }

  /** As in go-zero, an empty host means no such port. */
  public Future<?> listen() {
    Prometheus prometheus = config.prometheus();
    DevServer dev = config.devServer();
    Future<?> scraped =
        prometheus.host().isEmpty()
            ? Future.succeededFuture()
            : listen(prometheus.host(), prometheus.port(), this::answer);
    return dev.enabled()
        ? scraped.compose(done -> listen(dev.host(), dev.port(), this::answerDeveloper))
        : scraped;
  }

  private Future<?> listen(String host, int port, Handler<HttpServerRequest> handler) {
    return vertx
        .createHttpServer()
        .requestHandler(handler)
        .listen(port, host)
        .recover(cause -> Future.failedFuture(Program.portTaken(host, port, cause)));
  }

  private void answer(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    if (path.equals(config.prometheus().path())) {
      scrape(request);
    } else if (path.equals("/healthz")) {
      request.response().end("OK");
    } else if (path.equals("/readyz")) {
      readiness(request);
    } else {
      missing(request);
    }
  }

  private void answerDeveloper(HttpServerRequest request) {
    DevServer dev = config.devServer();
    String path = String.valueOf(request.path());
    if (path.equals(dev.healthPath())) {
      request.response().end(dev.healthResponse());
    } else if (dev.metrics() && path.equals(dev.metricsPath())) {
      scrape(request);
    } else if (path.equals("/")) {
      JsonArray routes = new JsonArray().add("/").add(dev.healthPath());
      request
          .response()
          .putHeader("Content-Type", "application/json; charset=utf-8")
          .end((dev.metrics() ? routes.add(dev.metricsPath()) : routes).encode());
    } else {
      missing(request);
    }
  }

  private void readiness(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(health.ready() ? 200 : 503)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(health.detail().encode());
  }

  private static void missing(HttpServerRequest request) {
    request.response().setStatusCode(404).end("404 page not found\n");
  }

  private void scrape(HttpServerRequest request) {
    String type = TextFormat.chooseContentType(request.getHeader("Accept"));
    vertx
        .executeBlocking(() -> exposition(type), false)
        .onSuccess(text -> request.response().putHeader("Content-Type", type).end(text))
        .onFailure(e -> request.response().setStatusCode(500).end());
  }

  private String exposition(String type) {
    if (jvmRegistered.compareAndSet(false, true)) {
      registerJvm();
    }
    StringWriter text = new StringWriter(16 * 1024);
    try {
      TextFormat.writeFormat(type, text, registry.metricFamilySamples());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** At the first scrape: the platform beans cost a tenth of a second that a start need not pay. */
  private void registerJvm() {
    registry.register(new StandardExports());
    registry.register(
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            return List.of(
                new CounterMetricFamily(
                    "user_center_log_lines_dropped",
                    "log lines dropped because their reader could not follow.",
                    Logging.dropped()));
          }
        });
    registry.register(new MemoryPoolsExports());
    registry.register(new GarbageCollectorExports());
    registry.register(new ThreadExports());
    registry.register(new ClassLoadingExports());
    registry.register(new BufferPoolsExports());
    registry.register(new VersionInfoExports());
  }
}
