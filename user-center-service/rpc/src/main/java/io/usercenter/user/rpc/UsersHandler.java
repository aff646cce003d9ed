package io.usercenter.user.rpc;

import com.google.protobuf.Timestamp;
import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.contract.FindUserRequest;
import io.usercenter.user.contract.FindUserResponse;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.metric.RpcMetrics;
import io.usercenter.user.model.StoreUnavailable;
import io.usercenter.user.model.User;
import io.usercenter.user.store.UserStore;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.AsyncResult;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code usercenter.Users}. */
final class UsersHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UsersHandler.class);
  private static final String FIND_USER = "/usercenter.Users/FindUser";

  private final UserStore store;
  private final RpcMetrics metrics;
  private final Tracing tracing;

  UsersHandler(UserStore store, RpcMetrics metrics, Tracing tracing) {
    this.store = store;
    this.metrics = metrics;
    this.tracing = tracing;
  }

  void findUser(GrpcServerRequest<FindUserRequest, FindUserResponse> call) {
    Elapsed elapsed = Elapsed.start();
    Span span =
        tracing
            .server(FIND_USER.substring(1), call.headers())
            .setTag("rpc.system", "grpc")
            .setTag("rpc.service", "usercenter.Users")
            .setTag("rpc.method", "FindUser");
    call.last()
        .compose(request -> store.find(request.getId(), span))
        .onComplete(found -> {
          GrpcStatus status = answer(call.response(), found, span);
          metrics.observe(FIND_USER, status.code, elapsed.millis());
          span.setTag("rpc.grpc.status_code", status.code);
          Tags.ERROR.set(span, status != GrpcStatus.OK && status != GrpcStatus.NOT_FOUND);
          span.finish();
        });
  }

  private static GrpcStatus answer(
      GrpcServerResponse<FindUserRequest, FindUserResponse> response,
      AsyncResult<Optional<User>> found,
      Span span) {
    if (found.failed()) {
      return refuse(response, status(found.cause()), found.cause(), span);
    }
    Optional<User> user = found.result();
    if (user.isEmpty()) {
      response.status(GrpcStatus.NOT_FOUND).statusMessage("no such user").end();
      return GrpcStatus.NOT_FOUND;
    }
    response.end(message(user.get()));
    return GrpcStatus.OK;
  }

  /** The cause goes to the log; the caller learns only that it may try again, or may not. */
  private static GrpcStatus refuse(
      GrpcServerResponse<FindUserRequest, FindUserResponse> response,
      GrpcStatus status,
      Throwable cause,
      Span span) {
    LOG.atError()
        .addKeyValue("span", span.context().toSpanId())
        .addKeyValue("trace", span.context().toTraceId())
        .log("[RPC] {} - {} - {}", status, FIND_USER, reason(cause));
    response.status(status).end();
    return status;
  }

  private static GrpcStatus status(Throwable cause) {
    return cause instanceof StoreUnavailable ? GrpcStatus.UNAVAILABLE : GrpcStatus.INTERNAL;
  }

  private static String reason(Throwable cause) {
    return cause.getCause() == null
        ? cause.toString()
        : cause.getMessage() + ": " + cause.getCause().getMessage();
  }

  private static FindUserResponse message(User user) {
    return FindUserResponse.newBuilder()
        .setUsername(user.username())
        .setCreatedAt(timestamp(user.createdAt()))
        .build();
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
