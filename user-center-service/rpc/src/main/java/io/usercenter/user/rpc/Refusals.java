package io.usercenter.user.rpc;

import io.opentracing.Span;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.Method;
import io.usercenter.user.call.Refused;
import io.usercenter.user.model.AlreadyTaken;
import io.usercenter.user.model.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/** What callers are told when something cannot be done. */
final class Refusals {
  private static final Duration SOON = Duration.ofSeconds(1);

  private Refusals() {}

  /** Puts what the model and the store throw into the words of calls. */
  static <Q extends com.google.protobuf.Message, A extends com.google.protobuf.Message>
      Endpoint<Q, A> endpoint(Method<Q, A> method, BiFunction<Q, Span, Future<A>> answer) {
    return new Endpoint<>(
        method,
        (request, span) ->
            answer.apply(request, span).recover(cause -> Future.failedFuture(of(cause))));
  }

  /** Of an unavailable store the caller learns only that it may try again. */
  static Throwable of(Throwable cause) {
    return switch (cause) {
      case StoreUnavailable e ->
          new Refused(GrpcStatus.UNAVAILABLE, "service unavailable", SOON, e);
      case AlreadyTaken e -> Refused.because(GrpcStatus.ALREADY_EXISTS, e.field() + " is taken");
      default -> cause;
    };
  }

  static Refused unauthenticated(String message) {
    return Refused.because(GrpcStatus.UNAUTHENTICATED, message);
  }

  static Refused invalid(List<String> problems) {
    return Refused.because(GrpcStatus.INVALID_ARGUMENT, String.join("; ", problems));
  }

  static Refused resting(Duration rest) {
    return new Refused(
        GrpcStatus.RESOURCE_EXHAUSTED, "too many failed attempts, try again later", rest, null);
  }
}
