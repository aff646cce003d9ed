package io.usercenter.user.api;

import com.google.protobuf.Timestamp;
import io.opentracing.Span;
import io.usercenter.user.contract.FindUserResponse;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** {@code GET /v1/user-center/user?id=}. */
final class UserHandler {
  /** In the time zone of the process, as in the ancestor. */
  private static final DateTimeFormatter CREATED_AT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final UserRpcClient users;

  UserHandler(UserRpcClient users) {
    this.users = users;
  }

  Future<Answer> find(HttpServerRequest request, Span span) {
    String text;
    try {
      text = request.getParam("id", "");
    } catch (IllegalArgumentException e) {
      return Future.succeededFuture(Answer.text(400, "invalid URL escape"));
    }
    if (text.isEmpty()) {
      return Future.succeededFuture(Answer.text(400, "field \"id\" is not set"));
    }
    try {
      return users.findUser(GoInteger.parse(text), span).map(UserHandler::found);
    } catch (NumberFormatException e) {
      return Future.succeededFuture(Answer.text(400, String.valueOf(e.getMessage())));
    }
  }

  /** go-zero's mapping of gRPC's codes; the words are general, the details are in the log. */
  static Answer failed(GrpcStatus status) {
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

  private static Answer found(FindUserResponse user) {
    return Answer.json(
        new JsonObject()
            .put("username", user.getUsername())
            .put("createdAt", CREATED_AT.format(instant(user.getCreatedAt())))
            .encode());
  }

  private static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
