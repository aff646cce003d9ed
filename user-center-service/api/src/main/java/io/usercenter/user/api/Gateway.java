package io.usercenter.user.api;

import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.call.Refused;
import io.usercenter.user.guard.Shedder;
import io.usercenter.user.guard.Shedding;
import io.usercenter.user.health.Health;
import io.usercenter.user.log.AccessLog;
import io.usercenter.user.metric.HttpServerMetrics;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes requests and does for each what go-zero's middlewares do: span, limit of requests under
 * way, timeout, metrics and the access line. Used by one event loop.
 */
final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("Traceparent");
  private static final long SLOW_NANOS = 500_000_000;

  /** Any other word of a caller would be one more series. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Map<String, Resource> resources;
  private final Map<Duration, Deadlines> deadlines = new HashMap<>();

  /** One for each route: the response times of one say nothing about those of another. */
  private final IdentityHashMap<Route, Shedder> shedders = new IdentityHashMap<>();

  private final ApiConfig config;
  private final Tracing tracing;
  private final HttpServerMetrics metrics;
  private final Health health;
  private final AccessLog log = new AccessLog();
  private int underWay;

  Gateway(
      Vertx vertx,
      ApiConfig config,
      List<Route> routes,
      Tracing tracing,
      HttpServerMetrics metrics,
      Health health,
      Shedding shedding) {
    this.config = config;
    this.tracing = tracing;
    this.metrics = metrics;
    this.health = health;
    resources = Resource.byPath(routes, config.errors() == ErrorForm.PROBLEM);
    for (Route route : routes) {
      deadlines.computeIfAbsent(route.timeout(), time -> new Deadlines(vertx, time.toMillis()));
      shedders.put(route, shedding.shedder());
    }
  }

  void handle(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    switch (path) {
      case "/healthz" ->
          request
              .response()
              .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
              .end("OK");
      case "/readyz" -> readiness(request);
      default -> new Serving(request, path).begin();
    }
  }

  /** For what the decoder gave up; says so, and that the connection ends. */
  void refuse(HttpServerRequest request) {
    new Serving(request, String.valueOf(request.path()))
        .refuse(Failures.unreadable(request.decoderResult().cause()));
  }

  private void readiness(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(health.ready() ? 200 : 503)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(health.summary().encode());
  }

  /** One request from its arrival to its line in the log. */
  private final class Serving extends Deadlines.Entry {
    private final long started = System.nanoTime();
    private final HttpServerRequest request;
    private final String path;
    private final Span span;
    private final @Nullable Resource resource;
    private final @Nullable Route route;
    private @Nullable Deadlines timeouts;
    private @Nullable Shedder shedder;
    private boolean done;

    Serving(HttpServerRequest request, String path) {
      this.request = request;
      this.path = path;
      span =
          config.rest().untraced().contains(path)
              ? tracing.unsampled(request.headers())
              : tracing.server(path, request.headers());
      resource = resources.get(path);
      route = resource == null ? null : resource.route(request.method());
    }

    void begin() {
      underWay++;
      if (route == null) {
        finish(unrouted());
      } else if (underWay > config.rest().maxConns() || !admitted(route)) {
        finish(failed(Failures.overloaded()));
      } else {
        Deadlines mine = deadlines.get(route.timeout());
        if (mine != null) {
          mine.add(this);
          timeouts = mine;
        }
        answer(route)
            .onComplete(
                answer -> finish(answer.succeeded() ? answer.result() : failed(answer.cause())));
      }
    }

    void refuse(HttpFailure failure) {
      underWay++;
      finish(failed(failure));
    }

    private boolean admitted(Route route) {
      Shedder mine = shedders.get(route);
      if (mine == null || !mine.admits(started)) {
        return false;
      }
      shedder = mine;
      return true;
    }

    private Future<Answer> answer(Route route) {
      try {
        return route.handler().answer(new Exchange(request, span));
      } catch (RuntimeException failure) {
        return Future.failedFuture(failure);
      }
    }

    @Override
    void expire() {
      finish(failed(new TimeoutException("the route's timeout")));
    }

    /** The answer to what no route is for. */
    private Answer unrouted() {
      if (resource == null) {
        return failed(HttpFailure.of(404, "404 page not found"));
      }
      return resource.explains(request.method())
          ? Answer.empty(204).with(Map.of("Allow", resource.allow()))
          : failed(
              HttpFailure.of(405, "the method is not one of " + resource.allow())
                  .with("Allow", resource.allow())
                  .inAncestor(405, ""));
    }

    private Answer failed(Throwable cause) {
      HttpFailure failure =
          cause instanceof Refused refused && route != null
              ? route.handler().failure(refused)
              : Failures.of(cause);
      if (cause instanceof Refused refused && refused.isFault()) {
        tell("rpc failed: " + refused.status(), refused.getCause());
      } else if (failure.status() == 500) {
        tell("this is a bug in the service", cause);
      }
      return config.errors().answer(failure, span.context().toTraceId());
    }

    private void tell(String what, @Nullable Throwable cause) {
      LOG.atError()
          .addKeyValue("span.id", span.context().toSpanId())
          .addKeyValue("trace.id", span.context().toTraceId())
          .setCause(cause)
          .log(what);
    }

    private void finish(Answer answer) {
      if (done) {
        return;
      }
      done = true;
      underWay--;
      if (timeouts != null) {
        timeouts.remove(this);
      }
      String traceparent = tracing.traceparent(span);
      write(answer, traceparent);
      long now = System.nanoTime();
      if (shedder != null) {
        shedder.done(started, now, answer.status() != 503);
      }
      observe(answer.status(), now - started, traceparent);
    }

    private void write(Answer answer, String traceparent) {
      HttpServerResponse response = request.response();
      if (response.ended() || response.closed()) {
        return;
      }
      response.setStatusCode(answer.status()).putHeader(TRACEPARENT, traceparent);
      if (!answer.contentType().isEmpty()) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
      }
      if (!answer.headers().isEmpty()) {
        answer.headers().forEach(response::putHeader);
      }
      if (health.draining()) {
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      }
      if (request.method().equals(HttpMethod.HEAD)) {
        response.putHeader("Content-Length", Integer.toString(answer.body().length())).end();
      } else {
        response.end(answer.body());
      }
    }

    /** go-zero does not count 404; we count 405, which it does not either. */
    private void observe(int status, long nanos, String traceparent) {
      String method = request.method().name();
      boolean recorded = Tracing.isRecorded(span);
      if (resource != null) {
        metrics.observe(
            path,
            METHODS.contains(method) ? method : "OTHER",
            status,
            nanos / 1e6,
            recorded ? traceparent.substring(3, 35) : "");
      }
      if (recorded) {
        tag(method, status);
      }
      span.finish();
      if (config.rest().accessLog() && log.shows(status)) {
        String agent = request.headers().get(HttpHeaders.USER_AGENT);
        log.write(
            method,
            path,
            status,
            nanos,
            nanos > SLOW_NANOS,
            request.remoteAddress().hostAddress(),
            agent == null ? "" : agent,
            traceparent);
      }
    }

    private void tag(String method, int status) {
      span.setTag("http.method", method)
          .setTag("http.target", request.uri())
          .setTag("http.server_name", config.service().name())
          .setTag("http.route", path)
          .setTag("http.user_agent", String.valueOf(request.getHeader("User-Agent")))
          .setTag("http.scheme", "http")
          .setTag("http.host", String.valueOf(request.authority()))
          .setTag("http.flavor", "1.1")
          .setTag("http.status_code", status);
      Tags.ERROR.set(span, status >= 500);
    }
  }
}
