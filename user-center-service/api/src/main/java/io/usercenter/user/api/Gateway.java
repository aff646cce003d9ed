package io.usercenter.user.api;

import static java.util.stream.Collectors.joining;

import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.call.Refused;
import io.usercenter.user.health.Health;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.metric.HttpServerMetrics;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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

  private final Map<String, List<Route>> routes = new HashMap<>();
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
    for (Route route : routes) {
      this.routes.computeIfAbsent(route.path(), path -> new ArrayList<>()).add(route);
    }
  }

  void handle(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    switch (path) {
      case "/healthz" -> request.response().end("OK");
      case "/readyz" -> readiness(request);
      default -> serve(request, path, routes.getOrDefault(path, List.of()));
    }
  }

  private void readiness(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(health.ready() ? 200 : 503)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(health.summary().encode());
  }

  private void serve(HttpServerRequest request, String path, List<Route> routes) {
    Elapsed elapsed = Elapsed.start();
    boolean known = !routes.isEmpty();
    Span span = span(request, path);
    underWay.incrementAndGet();
    answer(request, routes, span)
        .timeout(config.rest().timeout().toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(cause -> failed(cause, span))
        .onSuccess(answer -> {
          underWay.decrementAndGet();
          write(request.response(), answer, routes, span);
          observe(request, answer, path, known, elapsed.millis(), span);
        });
  }

  private Future<Answer> answer(HttpServerRequest request, List<Route> routes, Span span) {
    if (routes.isEmpty()) {
      return Future.succeededFuture(Answer.text(404, "404 page not found"));
    }
    for (Route route : routes) {
      if (route.method().equals(request.method())) {
        return underWay.get() > config.rest().maxConns()
            ? Future.succeededFuture(Answer.empty(503))
            : route.handler().apply(request, span);
      }
    }
    return Future.succeededFuture(Answer.empty(405));
  }

  /** What went wrong inside goes to the log only. */
  private static Answer failed(Throwable cause, Span span) {
    if (cause instanceof TimeoutException) {
      return Answer.text(503, "Request Timeout");
    }
    if (cause instanceof Refused refused) {
      if (refused.isFault()) {
        said(Level.ERROR, span).log("rpc failed: {} {}", refused.status(), refused.getCause());
      }
      return refused(refused.status());
    }
    said(Level.ERROR, span).setCause(cause).log("this is a bug in the service");
    return Answer.empty(500);
  }

  /** go-zero's mapping of gRPC's codes; the words are general, the details are in the log. */
  private static Answer refused(GrpcStatus status) {
    return switch (status) {
      case OK -> throw new IllegalArgumentException("OK is no failure");
      case NOT_FOUND -> Answer.text(404, "user not found");
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> Answer.text(400, "bad request");
      case UNAUTHENTICATED -> Answer.text(401, "unauthorized");
      case PERMISSION_DENIED -> Answer.text(403, "forbidden");
      case CANCELLED -> Answer.text(408, "request timeout");
      case ALREADY_EXISTS, ABORTED -> Answer.text(409, "conflict");
      case RESOURCE_EXHAUSTED -> Answer.text(429, "too many requests");
      case INTERNAL, DATA_LOSS, UNKNOWN -> Answer.text(500, "internal server error");
      case UNIMPLEMENTED -> Answer.text(501, "not implemented");
      case UNAVAILABLE -> Answer.text(503, "service unavailable");
      case DEADLINE_EXCEEDED -> Answer.text(504, "gateway timeout");
    };
  }

  private void write(HttpServerResponse response, Answer answer, List<Route> routes, Span span) {
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
      response.putHeader(
          "Allow", routes.stream().map(route -> route.method().name()).collect(joining(", ")));
    }
    response.end(answer.body());
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
      metrics.observe(path, method, answer.status(), millis, "");
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
