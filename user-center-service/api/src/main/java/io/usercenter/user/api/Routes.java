package io.usercenter.user.api;

import io.usercenter.user.call.Channel;
import io.usercenter.user.call.UsersMethods;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The routes that call the service behind, made for one event loop. */
final class Routes {
  static final String BASE = "/v1/user-center";

  private final ApiConfig config;
  private final FindUser find;
  private final Account account;
  private final Sessions sessions;
  private final Directory directory;

  Routes(Vertx vertx, Channel users, ApiConfig config, Supplier<Tokens> tokens, Clients clients) {
    this.config = config;
    Authenticator authenticator = new Authenticator(tokens);
    Bodies bodies = Bodies.of(vertx, config.rest());
    find = new FindUser(users);
    account = new Account(users, authenticator, bodies, clients);
    sessions = new Sessions(users, authenticator, tokens, bodies, clients);
    directory = new Directory(users, authenticator);
  }

  List<Route> all() {
    return List.of(
        route(HttpMethod.GET, "/user", find),
        hashing(HttpMethod.PATCH, "/user", new Writing(Account.CHANGE, account::change)),
        route(HttpMethod.DELETE, "/user", account::delete),
        route(HttpMethod.GET, "/user/detail", account::detail),
        hashing(
            HttpMethod.POST,
            "/user/register",
            new Writing(Account.REGISTRATION, account::register)),
        hashing(HttpMethod.POST, "/user/login", sessions::login),
        route(HttpMethod.POST, "/user/refresh", sessions::refresh),
        route(HttpMethod.POST, "/user/logout", sessions::logout),
        route(HttpMethod.GET, "/users/search", directory::search),
        route(HttpMethod.GET, "/users", directory::list));
  }

  /** Calls one of {@link UsersMethods#HASHING}. */
  private Route hashing(HttpMethod method, String path, Route.Handler handler) {
    Duration timeout = config.service().passwordTimeout(config.rest().timeout());
    return new Route(method, BASE + path, timeout, handler);
  }

  private Route route(HttpMethod method, String path, Route.Handler handler) {
    return new Route(method, BASE + path, config.rest().timeout(), handler);
  }
}
