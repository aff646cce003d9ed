package io.usercenter.user.rpc;

import com.google.protobuf.Message;
import io.opentracing.Span;
import io.usercenter.user.call.Calls;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.Refused;
import io.usercenter.user.guard.Shedder;
import io.usercenter.user.guard.Shedding;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Binds endpoints to a gRPC server; refuses calls while the process has too much to do. */
final class GrpcListener {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final RpcConfig.Listener config;
  private final Tracing tracing;
  private final Calls calls;
  private final Shedding shedding;

  GrpcListener(RpcConfig.Listener config, Tracing tracing, Calls calls, Shedding shedding) {
    this.config = config;
    this.tracing = tracing;
    this.calls = calls;
    this.shedding = shedding;
  }

  /** To be called on the server's event loop. */
  <Q extends Message, A extends Message> void bind(GrpcServer server, Endpoint<Q, A> endpoint) {
    Shedder shedder = shedding.shedder();
    server.callHandler(
        endpoint.method().served(),
        call -> {
          long started = System.nanoTime();
          if (shedder.admits(started)) {
            serve(endpoint, call)
                .onComplete(answer -> shedder.done(started, System.nanoTime(), served(answer)));
          } else {
            refuse(
                call.response(),
                new Refused(GrpcStatus.UNAVAILABLE, "service overloaded", SOON, null));
          }
        });
  }

  private <Q extends Message, A extends Message> Future<A> serve(
      Endpoint<Q, A> endpoint, GrpcServerRequest<Q, A> call) {
    Span span = tracing.server(endpoint.method().path().substring(1), call.headers());
    Future<A> answer = call.last().compose(request -> calls.serve(endpoint, request, span));
    return bounded(answer, call.timeout(), config.timeoutOf(endpoint.method().path()))
        .onSuccess(call.response()::end)
        .onFailure(cause -> refuse(call.response(), cause));
  }

  /** Callers that bring a shorter deadline of their own need no timer of ours. */
  private static <A> Future<A> bounded(Future<A> answer, long callersMillis, Duration timeout) {
    return callersMillis > 0 && callersMillis <= timeout.toMillis()
        ? answer
        : answer
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
            .recover(cause -> Future.failedFuture(refused(cause)));
  }

  private static Throwable refused(Throwable cause) {
    return cause instanceof TimeoutException
        ? new Refused(GrpcStatus.DEADLINE_EXCEEDED, "deadline exceeded", Duration.ZERO, cause)
        : cause;
  }

  /** Whether the answer says how fast this process can be. */
  private static boolean served(AsyncResult<?> answer) {
    return answer.succeeded() || (answer.cause() instanceof Refused refused && !refused.isFault());
  }

  private static void refuse(GrpcServerResponse<?, ?> response, Throwable cause) {
    if (!(cause instanceof Refused refused)) {
      // The caller went away, or sent what is no message.
      response.cancel();
      return;
    }
    if (refused.retryAfter().isPositive()) {
      response.trailers().set("retry-after", Long.toString(refused.retryAfter().toSeconds()));
    }
    response.status(refused.status()).statusMessage(String.valueOf(refused.getMessage())).end();
  }
}
