package io.usercenter.user.api;

import com.google.protobuf.Timestamp;
import io.opentracing.Span;
import io.usercenter.user.call.Channel;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.FindUserRequest;
import io.usercenter.user.contract.FindUserResponse;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** {@code GET /v1/user-center/user?id=}. */
final class FindUser {
  /** In the time zone of the process, as in the ancestor. */
  private static final DateTimeFormatter CREATED_AT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final Channel users;

  FindUser(Channel users) {
    this.users = users;
  }

  Future<Answer> answer(HttpServerRequest request, Span span) {
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
      FindUserRequest find = FindUserRequest.newBuilder().setId(GoInteger.parse(text)).build();
      return users.call(UsersMethods.FIND_USER, find, span).map(FindUser::found);
    } catch (NumberFormatException e) {
      return Future.succeededFuture(Answer.text(400, String.valueOf(e.getMessage())));
    }
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
