package io.usercenter.user.program;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.prometheus.client.hotspot.BufferPoolsExports;
import io.prometheus.client.hotspot.ClassLoadingExports;
import io.prometheus.client.hotspot.GarbageCollectorExports;
import io.prometheus.client.hotspot.MemoryPoolsExports;
import io.prometheus.client.hotspot.StandardExports;
import io.prometheus.client.hotspot.ThreadExports;
import io.prometheus.client.hotspot.VersionInfoExports;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.Prometheus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The port for machines: metrics, {@code /healthz} and {@code /readyz}. */
public final class ManagementServer {
  private final Vertx vertx;
  private final Prometheus settings;
  private final CollectorRegistry registry;
  private final Health health;
  private final AtomicBoolean jvmRegistered = new AtomicBoolean();

  public ManagementServer(
      Vertx vertx, Prometheus settings, CollectorRegistry registry, Health health) {
    this.vertx = vertx;
    this.settings = settings;
    this.registry = registry;
    this.health = health;
  }

  /** As in go-zero, an empty host means no such port. */
  public Future<?> listen() {
    if (settings.host().isEmpty()) {
      return Future.succeededFuture();
    }
    HttpServer server = vertx.createHttpServer().requestHandler(this::answer);
    return server.listen(settings.port(), settings.host());
  }

  private void answer(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    if (path.equals(settings.path())) {
      scrape(request);
    } else if (path.equals("/healthz")) {
      request.response().end("OK");
    } else if (path.equals("/readyz")) {
      request
          .response()
          .setStatusCode(health.ready() ? 200 : 503)
          .putHeader("Content-Type", "application/json; charset=utf-8")
          .end(health.detail().encode());
    } else {
      request.response().setStatusCode(404).end("404 page not found\n");
    }
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
    registry.register(new MemoryPoolsExports());
    registry.register(new GarbageCollectorExports());
    registry.register(new ThreadExports());
    registry.register(new ClassLoadingExports());
    registry.register(new BufferPoolsExports());
    registry.register(new VersionInfoExports());
  }
}
