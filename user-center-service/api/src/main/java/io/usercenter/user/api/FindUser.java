package io.usercenter.user.api;

import io.usercenter.user.call.Channel;
import io.usercenter.user.call.Refused;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.FindUserRequest;
import io.usercenter.user.contract.FindUserResponse;
import io.vertx.core.Future;
import io.vertx.core.json.Json;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/user-center/user?id=}. */
final class FindUser implements Route.Handler {
  private static final ZoneRules ZONE = ZoneId.systemDefault().getRules();
  private static final DateTimeFormatter CREATED_AT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final Channel users;

  FindUser(Channel users) {
    this.users = users;
  }

  @Override
  public Future<Answer> answer(Exchange exchange) {
    long id = id(exchange.request().query());
    FindUserRequest find = FindUserRequest.newBuilder().setId(id).build();
    return users.call(UsersMethods.FIND_USER, find, exchange.span()).map(FindUser::found);
  }

  /** The ancestor says 400 to everything, and would name host, user and database. */
  @Override
  public HttpFailure failure(Refused refused) {
    HttpFailure failure = Failures.refused(refused);
    return switch (refused.status()) {
      case NOT_FOUND -> failure.inAncestor(400, "sql: no rows in result set");
      case UNAVAILABLE ->
          failure.inAncestor(
              400, "failed to connect to `host=*** user=*** database=***`: dial error");
      case RESOURCE_EXHAUSTED -> failure.inAncestor(400, "circuit breaker is open");
      case DEADLINE_EXCEEDED -> failure.inAncestor(400, "context deadline exceeded");
      default -> failure;
    };
  }

  private static long id(@Nullable String query) {
    if (query != null && query.startsWith("id=") && isShort(query)) {
      return Long.parseLong(query, 3, query.length(), 10);
    }
    String text = Query.of(query).required("id");
    try {
      return GoInteger.parse(text);
    } catch (NumberFormatException e) {
      throw HttpFailure.parameter("id", String.valueOf(e.getMessage()));
    }
  }

  /** Digits only, and too few to overflow: nearly every request, so it is read in place. */
  private static boolean isShort(String query) {
    int length = query.length();
    if (length < 4 || length > 3 + 18) {
      return false;
    }
    for (int i = 3; i < length; i++) {
      char c = query.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }

  private static Answer found(FindUserResponse user) {
    return Answer.json(
        "{\"username\":"
            + quoted(user.getUsername())
            + ",\"createdAt\":\""
            + local(user.getCreatedAt().getSeconds())
            + "\"}");
  }

  /** Names that need no escapes are nearly all. */
  private static String quoted(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return Json.encode(text);
      }
    }
    return '"' + text + '"';
  }

  /** {@code 2026-11-23 06:01:57}, in the time zone of the process, as in the ancestor. */
  private static CharSequence local(long epochSecond) {
    ZoneOffset offset = ZONE.getOffset(Instant.ofEpochSecond(epochSecond));
    LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, offset);
    if (time.getYear() < 1000 || time.getYear() > 9999) {
      return CREATED_AT.format(time);
    }
    StringBuilder text = new StringBuilder(19).append(time.getYear()).append('-');
    two(text, time.getMonthValue()).append('-');
    two(text, time.getDayOfMonth()).append(' ');
    two(text, time.getHour()).append(':');
    two(text, time.getMinute()).append(':');
    return two(text, time.getSecond());
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
