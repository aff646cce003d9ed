package io.usercenter.user.api;

import io.usercenter.user.call.Channel;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.Caller;
import io.usercenter.user.contract.LoginRequest;
import io.usercenter.user.contract.LogoutRequest;
import io.usercenter.user.contract.RefreshRequest;
import io.usercenter.user.contract.Session;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Opens sessions, goes on with them, closes them. */
final class Sessions {
  private final Channel users;
  private final Authenticator authenticator;
  private final Supplier<Tokens> tokens;
  private final Bodies bodies;
  private final Clients clients;

  Sessions(
      Channel users,
      Authenticator authenticator,
      Supplier<Tokens> tokens,
      Bodies bodies,
      Clients clients) {
    this.users = users;
    this.authenticator = authenticator;
    this.tokens = tokens;
    this.bodies = bodies;
    this.clients = clients;
  }

  Future<Answer> login(Exchange exchange) {
    clients.limitLogins(exchange.request());
    return bodies
        .json(exchange.request(), Set.of("username", "password"))
        .map(Sessions::credentials)
        .compose(request -> users.call(UsersMethods.LOGIN, request, exchange.span()))
        .map(this::opened);
  }

  Future<Answer> refresh(Exchange exchange) {
    return bodies
        .json(exchange.request(), Set.of("refreshToken"))
        .map(Sessions::refreshToken)
        .compose(request -> users.call(UsersMethods.REFRESH, request, exchange.span()))
        .map(this::opened);
  }

  Future<Answer> logout(Exchange exchange) {
    Caller caller = authenticator.caller(exchange.request());
    return bodies
        .optionalJson(exchange.request(), Set.of("everywhere"))
        .map(body -> logout(caller, body))
        .compose(request -> users.call(UsersMethods.LOGOUT, request, exchange.span()))
        .map(closed -> Answer.empty(204));
  }

  private static LoginRequest credentials(JsonBody body) {
    LoginRequest.Builder request =
        LoginRequest.newBuilder()
            .setUsername(body.text("username"))
            .setPassword(body.text("password"));
    body.check();
    return request.build();
  }

  private static RefreshRequest refreshToken(JsonBody body) {
    RefreshRequest.Builder request =
        RefreshRequest.newBuilder().setRefreshToken(body.text("refreshToken"));
    body.check();
    return request.build();
  }

  private static LogoutRequest logout(Caller caller, JsonBody body) {
    LogoutRequest.Builder request =
        LogoutRequest.newBuilder().setCaller(caller).setEverywhere(body.flag("everywhere"));
    body.check();
    return request.build();
  }

  /** RFC 6749, section 5.1: nobody on the way may keep it. */
  private Answer opened(Session session) {
    Tokens signing = tokens.get();
    long refreshSeconds = session.getExpiresAt().getSeconds() - Instant.now().getEpochSecond();
    return Answer.json(
            new JsonObject()
                .put("accessToken", signing.issue(session))
                .put("tokenType", "Bearer")
                .put("expiresIn", signing.expire().toSeconds())
                .put("refreshToken", session.getRefreshToken())
                .put("refreshExpiresIn", Math.max(0, refreshSeconds))
                .encode())
        .with(Map.of("Cache-Control", "no-store"));
  }
}
