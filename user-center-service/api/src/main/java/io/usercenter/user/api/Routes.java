package io.usercenter.user.api;

import io.usercenter.user.call.Channel;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** Every route of the service. */
final class Routes {
  private static final String BASE = "/v1/user-center";

  private final Channel users;

  Routes(Channel users) {
    this.users = users;
  }

  List<Route> all() {
    FindUser find = new FindUser(users);
    return List.of(new Route(HttpMethod.GET, BASE + "/user", find::answer));
  }
}
