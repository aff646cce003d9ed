package io.usercenter.user.call;

import com.google.protobuf.Message;
import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.metric.RpcMetrics;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts around every call, at either end, what all calls have: tags, measurement, log line. */
public final class Calls {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  private final RpcMetrics metrics;

  public Calls(RpcMetrics metrics) {
    this.metrics = metrics;
  }

  /** Serves one call; fails with {@link Refused} only. Finishes the span. */
  public <Q extends Message, A extends Message> Future<A> serve(
      Endpoint<Q, A> endpoint, Q request, Span span) {
    Elapsed elapsed = Elapsed.start();
    return measured(endpoint.method(), elapsed, answer(endpoint, request, span), span)
        .onFailure(cause -> log(endpoint.method(), (Refused) cause, span));
  }

  /** Follows one call that was made; the future must fail with {@link Refused} only. */
  public <A> Future<A> measured(Method<?, ?> method, Elapsed elapsed, Future<A> call, Span span) {
    return call.onComplete(answer -> observe(method, answer, elapsed, span));
  }

  private static <Q extends Message, A extends Message> Future<A> answer(
      Endpoint<Q, A> endpoint, Q request, Span span) {
    Future<A> answer;
    try {
      answer = endpoint.answer().apply(request, span);
    } catch (RuntimeException bug) {
      answer = Future.failedFuture(bug);
    }
    return answer.recover(cause -> Future.failedFuture(refused(cause)));
  }

  private static Refused refused(Throwable cause) {
    return cause instanceof Refused refused
        ? refused
        : new Refused(GrpcStatus.INTERNAL, "internal server error", Duration.ZERO, cause);
  }

  private void observe(Method<?, ?> method, AsyncResult<?> answer, Elapsed elapsed, Span span) {
    GrpcStatus status =
        answer.cause() instanceof Refused refused ? refused.status() : GrpcStatus.OK;
    metrics.observe(method.path(), status.code, elapsed.millis());
    span.setTag("rpc.system", "grpc")
        .setTag("rpc.service", method.service())
        .setTag("rpc.method", method.name())
        .setTag("rpc.grpc.status_code", status.code);
    if (answer.cause() instanceof Refused refused && refused.isFault()) {
      Tags.ERROR.set(span, true);
    }
    span.finish();
  }

  /** Faults only: that a caller asked for what cannot be had is no news. */
  private static void log(Method<?, ?> method, Refused refused, Span span) {
    if (refused.isFault()) {
      LOG.atError()
          .addKeyValue("span", span.context().toSpanId())
          .addKeyValue("trace", span.context().toTraceId())
          .log("[RPC] {} - {} - {}", refused.status(), method, reason(refused));
    }
  }

  private static String reason(Refused refused) {
    Throwable cause = refused.getCause();
    if (cause == null) {
      return String.valueOf(refused.getMessage());
    }
    return cause.getCause() == null ? cause.toString() : cause + ": " + cause.getCause();
  }
}
