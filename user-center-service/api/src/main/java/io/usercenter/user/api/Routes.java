package io.usercenter.user.api;

import io.usercenter.user.call.Channel;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** Every route of the service. */
final class Routes {
  private static final String BASE = "/v1/user-center";

  private final Channel users;
  private final ApiConfig config;

  Routes(Channel users, ApiConfig config) {
    this.users = users;
    this.config = config;
  }

  List<Route> all() {
    FindUser find = new FindUser(users);
    return List.of(route(HttpMethod.GET, "/user", find));
  }

  private Route route(HttpMethod method, String path, Route.Handler handler) {
    return new Route(method, BASE + path, config.rest().timeout(), handler);
  }
}
