package io.usercenter.user.api;

import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.metric.HttpServerMetrics;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
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

  private final Map<String, Route> routes;
  private final ApiConfig config;
  private final Tracing tracing;
  private final HttpServerMetrics metrics;
  private final Health health;
  private final AtomicInteger underWay = new AtomicInteger();

  /** A path, its one method, and what answers it. */
  record Route(
      String path,
      HttpMethod method,
      BiFunction<HttpServerRequest, Span, Future<Answer>> handler) {}

  Gateway(
      ApiConfig config,
      UserHandler user,
      Tracing tracing,
      HttpServerMetrics metrics,
      Health health) {
    this.config = config;
    this.tracing = tracing;
    this.metrics = metrics;
    this.health = health;
    String path = "/v1/user-center/user";
    routes = Map.of(path, new Route(path, HttpMethod.GET, user::find));
  }

  void handle(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    switch (path) {
      case "/healthz" -> request.response().end("OK");
      case "/readyz" -> readiness(request);
      default -> serve(request, path, Optional.ofNullable(routes.get(path)));
    }
  }

  private void readiness(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(health.ready() ? 200 : 503)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(health.summary().encode());
  }

  private void serve(HttpServerRequest request, String path, Optional<Route> route) {
    Elapsed elapsed = Elapsed.start();
    Span span = span(request, route.map(Route::path).orElse(path));
    underWay.incrementAndGet();
    answer(request, route, span)
        .timeout(config.rest().timeout().toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(cause -> failed(cause, span))
        .onSuccess(answer -> {
          underWay.decrementAndGet();
          write(request.response(), answer, route, span);
          observe(request, answer, route, elapsed.millis(), span);
        });
  }

  private Future<Answer> answer(HttpServerRequest request, Optional<Route> route, Span span) {
    if (route.isEmpty()) {
      return Future.succeededFuture(Answer.text(404, "404 page not found"));
    }
    if (!route.get().method().equals(request.method())) {
      return Future.succeededFuture(Answer.empty(405));
    }
    if (underWay.get() > config.rest().maxConns()) {
      return Future.succeededFuture(Answer.empty(503));
    }
    return route.get().handler().apply(request, span);
  }

  /** What went wrong inside goes to the log only. */
  private static Answer failed(Throwable cause, Span span) {
    if (cause instanceof TimeoutException) {
      return Answer.text(503, "Request Timeout");
    }
    if (cause instanceof RpcFailure failure) {
      if (failure.status() != GrpcStatus.NOT_FOUND) {
        said(Level.ERROR, span).log("rpc failed: {} {}", failure.status(), failure.getMessage());
      }
      return UserHandler.failed(failure.status());
    }
    said(Level.ERROR, span).setCause(cause).log("this is a bug in the service");
    return Answer.empty(500);
  }

  private void write(HttpServerResponse response, Answer answer, Optional<Route> route, Span span) {
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(answer.status()).putHeader("Traceparent", tracing.traceparent(span));
    if (!answer.contentType().isEmpty()) {
      response.putHeader("Content-Type", answer.contentType());
    }
    if (answer.isText()) {
      response.putHeader("X-Content-Type-Options", "nosniff");
    }
    if (answer.status() == 405) {
      response.putHeader("Allow", route.orElseThrow().method().name());
    }
    response.end(answer.body());
  }

  private Span span(HttpServerRequest request, String name) {
    return tracing
        .server(name, request.headers())
        .setTag("http.method", request.method().name())
        .setTag("http.target", request.uri())
        .setTag("http.server_name", config.name())
        .setTag("http.route", name)
        .setTag("http.user_agent", String.valueOf(request.getHeader("User-Agent")))
        .setTag("http.scheme", "http")
        .setTag("http.host", String.valueOf(request.authority()))
        .setTag("http.flavor", "1.1");
  }

  /** go-zero does not count 404; we count 405, which it does not either. */
  private void observe(
      HttpServerRequest request, Answer answer, Optional<Route> route, double millis, Span span) {
    String method = request.method().name();
    route.ifPresent(known -> metrics.observe(known.path(), method, answer.status(), millis));
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
