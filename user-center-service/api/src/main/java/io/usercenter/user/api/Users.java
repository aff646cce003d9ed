package io.usercenter.user.api;

import com.google.protobuf.Timestamp;
import io.usercenter.user.contract.FoundUser;
import io.usercenter.user.contract.Role;
import io.usercenter.user.contract.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/** Users as JSON. */
final class Users {
  private Users() {}

  /** For the user, and for administrators. */
  static JsonObject whole(User user) {
    return new JsonObject()
        .put("id", user.getId())
        .put("username", user.getUsername())
        .put("email", user.getEmail())
        .put("nickname", user.getNickname())
        .put("bio", user.getBio())
        .put("role", user.getRole() == Role.ROLE_ADMIN ? "admin" : "user")
        .put("createdAt", time(user.getCreatedAt()))
        .put("updatedAt", time(user.getUpdatedAt()));
  }

  /** For everybody. */
  static JsonObject found(FoundUser user) {
    return new JsonObject()
        .put("id", user.getId())
        .put("username", user.getUsername())
        .put("nickname", user.getNickname())
        .put("bio", user.getBio())
        .put("createdAt", time(user.getCreatedAt()));
  }

  /** A page, with the cursor of the next one if there is one. */
  static <T> JsonObject page(List<T> users, Function<T, JsonObject> form, String nextCursor) {
    JsonObject page =
        new JsonObject().put("users", new JsonArray(users.stream().map(form).toList()));
    return nextCursor.isEmpty() ? page : page.put("nextCursor", nextCursor);
  }

  /** RFC 3339 in UTC, to the millisecond. */
  private static String time(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos())
        .truncatedTo(ChronoUnit.MILLIS)
        .toString();
  }
}
