package io.usercenter.user.api;

import io.usercenter.user.api.HttpFailure.Detail;
import io.usercenter.user.call.Channel;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.Caller;
import io.usercenter.user.contract.DeleteUserRequest;
import io.usercenter.user.contract.GetUserRequest;
import io.usercenter.user.contract.RegisterRequest;
import io.usercenter.user.contract.UpdateUserRequest;
import io.usercenter.user.contract.User;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;

/** What users do with their own accounts. */
final class Account {
  static final Set<String> REGISTRATION =
      Set.of("username", "email", "password", "nickname", "bio");
  static final Set<String> CHANGE =
      Set.of("email", "nickname", "bio", "newPassword", "currentPassword");

  private final Channel users;
  private final Authenticator authenticator;
  private final Bodies bodies;
  private final Clients clients;

  Account(Channel users, Authenticator authenticator, Bodies bodies, Clients clients) {
    this.users = users;
    this.authenticator = authenticator;
    this.bodies = bodies;
    this.clients = clients;
  }

  Future<Answer> register(Exchange exchange) {
    clients.limitRegistrations(exchange.request());
    return bodies
        .json(exchange.request(), REGISTRATION)
        .map(Account::registration)
        .compose(request -> users.call(UsersMethods.REGISTER, request, exchange.span()))
        .map(user ->
            Answer.json(201, Users.whole(user).encode())
                .with(Map.of("Location", Routes.BASE + "/user?id=" + user.getId())));
  }

  Future<Answer> detail(Exchange exchange) {
    Caller caller = authenticator.caller(exchange.request());
    GetUserRequest request = GetUserRequest.newBuilder().setCaller(caller).build();
    return users.call(UsersMethods.GET_USER, request, exchange.span()).map(Account::whole);
  }

  Future<Answer> change(Exchange exchange) {
    Caller caller = authenticator.caller(exchange.request());
    return bodies
        .json(exchange.request(), CHANGE)
        .map(body -> change(caller, body))
        .compose(request -> users.call(UsersMethods.UPDATE_USER, request, exchange.span()))
        .map(Account::whole);
  }

  Future<Answer> delete(Exchange exchange) {
    Caller caller = authenticator.caller(exchange.request());
    DeleteUserRequest request = DeleteUserRequest.newBuilder().setCaller(caller).build();
    return users
        .call(UsersMethods.DELETE_USER, request, exchange.span())
        .map(deleted -> Answer.empty(204));
  }

  private static Answer whole(User user) {
    return Answer.json(Users.whole(user).encode());
  }

  private static RegisterRequest registration(JsonBody body) {
    RegisterRequest.Builder request =
        RegisterRequest.newBuilder()
            .setUsername(body.text("username"))
            .setEmail(body.text("email"))
            .setPassword(body.text("password"));
    body.optionalText("nickname").ifPresent(request::setNickname);
    body.optionalText("bio").ifPresent(request::setBio);
    body.check();
    return request.build();
  }

  private static UpdateUserRequest change(Caller caller, JsonBody body) {
    UpdateUserRequest.Builder request = UpdateUserRequest.newBuilder().setCaller(caller);
    body.optionalText("email").ifPresent(request::setEmail);
    body.optionalText("nickname").ifPresent(request::setNickname);
    body.optionalText("bio").ifPresent(request::setBio);
    body.optionalText("newPassword").ifPresent(request::setNewPassword);
    body.optionalText("currentPassword").ifPresent(request::setCurrentPassword);
    if (body.has("newPassword") && !body.has("currentPassword")) {
      body.note(Detail.field("currentPassword", "is required with newPassword"));
    }
    if (body.isEmpty()) {
      body.note(Detail.body("changes nothing"));
    }
    body.check();
    return request.build();
  }
}
