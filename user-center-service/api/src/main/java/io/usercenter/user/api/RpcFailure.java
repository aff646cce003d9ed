package io.usercenter.user.api;

import io.vertx.grpc.common.GrpcStatus;

/** The gRPC service answered with a status other than OK, or not at all. */
final class RpcFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final GrpcStatus status;

  RpcFailure(GrpcStatus status, Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause);
    this.status = status;
  }

  GrpcStatus status() {
    return status;
  }
}
