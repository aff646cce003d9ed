package io.usercenter.user.rpc;

import com.google.protobuf.Message;
import io.opentracing.Span;
import io.usercenter.user.call.Calls;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.Refused;
import io.usercenter.user.trace.Tracing;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;

/** Binds endpoints to a gRPC server. */
final class GrpcListener {
  private final Tracing tracing;
  private final Calls calls;

  GrpcListener(Tracing tracing, Calls calls) {
    this.tracing = tracing;
    this.calls = calls;
  }

  <Q extends Message, A extends Message> void bind(GrpcServer server, Endpoint<Q, A> endpoint) {
    server.callHandler(endpoint.method().served(), call -> serve(endpoint, call));
  }

  private <Q extends Message, A extends Message> void serve(
      Endpoint<Q, A> endpoint, GrpcServerRequest<Q, A> call) {
    Span span = tracing.server(endpoint.method().path().substring(1), call.headers());
    call.last()
        .compose(request -> calls.serve(endpoint, request, span))
        .onSuccess(call.response()::end)
        .onFailure(cause -> refuse(call.response(), cause));
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
