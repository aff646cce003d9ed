package io.usercenter.user.api;

import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.call.Refused;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.metric.HttpServerMetrics;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Routes requests and does for each what go-zero's middlewares do: span, limit of requests under
 * way, timeout, metrics and the access line.
 */
final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final double SLOW_MILLIS = 500;

  /** Any other word of a caller would be one more series. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Map<String, Resource> resources;
  private final ApiConfig config;
  private final Tracing tracing;
  private final HttpServerMetrics metrics;
  private final Health health;
  private final AtomicInteger underWay = new AtomicInteger();

  Gateway(
      ApiConfig config,
      List<Route> routes,
      Tracing tracing,
      HttpServerMetrics metrics,
      Health health) {
    this.config = config;
    this.tracing = tracing;
    this.metrics = metrics;
    this.health = health;
    resources = Resource.byPath(routes, config.errors() == ErrorForm.PROBLEM);
  }

  void handle(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    switch (path) {
      case "/healthz" -> request.response().end("OK");
      case "/readyz" -> readiness(request);
      default -> serve(request, path, resources.get(path));
    }
  }

  private void readiness(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(health.ready() ? 200 : 503)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(health.summary().encode());
  }

  private void serve(HttpServerRequest request, String path, @Nullable Resource resource) {
    Elapsed elapsed = Elapsed.start();
    Span span = span(request, path);
    Route route = resource == null ? null : resource.route(request.method());
    underWay.incrementAndGet();
    answer(request, resource, route, span)
        .otherwise(cause -> failed(cause, route, span))
        .onSuccess(answer -> {
          underWay.decrementAndGet();
          write(request, answer, span);
          observe(request, answer, path, resource != null, elapsed.millis(), span);
        });
  }

  private Future<Answer> answer(
      HttpServerRequest request, @Nullable Resource resource, @Nullable Route route, Span span) {
    if (route != null) {
      return routed(route, new Exchange(request, span));
    }
    if (resource == null) {
      return Future.failedFuture(HttpFailure.of(404, "404 page not found"));
    }
    return resource.explains(request.method())
        ? Future.succeededFuture(Answer.empty(204).with(Map.of("Allow", resource.allow())))
        : Future.failedFuture(
            HttpFailure.of(405, "the method is not one of " + resource.allow())
                .with("Allow", resource.allow())
                .inAncestor(405, ""));
  }

  private Future<Answer> routed(Route route, Exchange exchange) {
    if (underWay.get() > config.rest().maxConns()) {
      return Future.failedFuture(Failures.overloaded());
    }
    try {
      return route
          .handler()
          .answer(exchange)
          .timeout(route.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private Answer failed(Throwable cause, @Nullable Route route, Span span) {
    HttpFailure failure =
        cause instanceof Refused refused && route != null
            ? route.handler().failure(refused)
            : Failures.of(cause);
    if (cause instanceof Refused refused && refused.isFault()) {
      said(Level.ERROR, span).log("rpc failed: {} {}", refused.status(), refused.getCause());
    } else if (failure.status() == 500) {
      said(Level.ERROR, span).setCause(cause).log("this is a bug in the service");
    }
    return config.errors().answer(failure, span.context().toTraceId());
  }

  private void write(HttpServerRequest request, Answer answer, Span span) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(answer.status()).putHeader("Traceparent", tracing.traceparent(span));
    if (!answer.contentType().isEmpty()) {
      response.putHeader("Content-Type", answer.contentType());
    }
    if (!answer.headers().isEmpty()) {
      answer.headers().forEach(response::putHeader);
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", Integer.toString(answer.body().length())).end();
    } else {
      response.end(answer.body());
    }
  }

  private Span span(HttpServerRequest request, String name) {
    return tracing
        .server(name, request.headers())
        .setTag("http.method", request.method().name())
        .setTag("http.target", request.uri())
        .setTag("http.server_name", config.service().name())
        .setTag("http.route", name)
        .setTag("http.user_agent", String.valueOf(request.getHeader("User-Agent")))
        .setTag("http.scheme", "http")
        .setTag("http.host", String.valueOf(request.authority()))
        .setTag("http.flavor", "1.1");
  }

  /** go-zero does not count 404; we count 405, which it does not either. */
  private void observe(
      HttpServerRequest request,
      Answer answer,
      String path,
      boolean known,
      double millis,
      Span span) {
    String method = request.method().name();
    if (known) {
      metrics.observe(path, METHODS.contains(method) ? method : "OTHER", answer.status(), millis);
    }
    span.setTag("http.status_code", answer.status());
    Tags.ERROR.set(span, answer.status() >= 500);
    span.finish();
    Level level = answer.status() >= 500 ? Level.ERROR : Level.INFO;
    if (LOG.isEnabledForLevel(level)) {
      said(level, span)
          .addKeyValue("duration", Elapsed.text(millis))
          .log(
              "[HTTP]{} {} - {} {} - {} - {}",
              millis > SLOW_MILLIS ? " slow" : "",
              answer.status(),
              method,
              request.uri(),
              request.remoteAddress(),
              String.valueOf(request.getHeader("User-Agent")));
    }
  }

  private static org.slf4j.spi.LoggingEventBuilder said(Level level, Span span) {
    return LOG.atLevel(level)
        .addKeyValue("span", span.context().toSpanId())
        .addKeyValue("trace", span.context().toTraceId());
  }
}
