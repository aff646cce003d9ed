package io.usercenter.user.api;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one path.
 *
 * @param generic whether HEAD and OPTIONS are understood too, as the ancestor does not
 */
record Resource(List<Route> routes, boolean generic, String allow) {

  static Map<String, Resource> byPath(List<Route> routes, boolean generic) {
    Map<String, List<Route>> byPath = new HashMap<>();
    routes.forEach(
        route -> byPath.computeIfAbsent(route.path(), path -> new ArrayList<>()).add(route));
    return byPath.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                same -> new Resource(same.getValue(), generic, allow(same.getValue(), generic))));
  }

  /** What answers the method, if anything does: HEAD is a GET whose body the server leaves out. */
  @Nullable Route route(HttpMethod method) {
    for (Route route : routes) {
      if (route.method().equals(method)) {
        return route;
      }
    }
    return generic && method.equals(HttpMethod.HEAD) ? route(HttpMethod.GET) : null;
  }

  /** Whether the method only asks which others there are. */
  boolean explains(HttpMethod method) {
    return generic && method.equals(HttpMethod.OPTIONS);
  }

  private static String allow(List<Route> routes, boolean generic) {
    List<String> methods =
        new ArrayList<>(routes.stream().map(route -> route.method().name()).toList());
    if (generic && methods.contains("GET")) {
      methods.add("HEAD");
    }
    if (generic) {
      methods.add("OPTIONS");
    }
    return String.join(", ", methods);
  }
}
