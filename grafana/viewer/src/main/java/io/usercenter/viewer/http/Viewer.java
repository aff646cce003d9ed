package io.usercenter.viewer.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All addresses there are, and who may ask them. */
final class Viewer {

  private static final String PAGES =
      "/|/login|/dashboards|/d/[^/]+(?:/[^/]*)?|/explore|/alerting(?:/list)?|/targets|/about"
          + "|/trace/[^/]+/[0-9a-f]+|/runbook/[A-Za-z0-9_-]+";

  private final Doorkeeper door;
  private final List<Route> open;
  private final List<Route> closed;

  private record Route(String methods, Pattern path, BiFunction<Request, Matcher, Reply> handler) {}

  Viewer(
      Doorkeeper door,
      DashboardApi dashboards,
      Runbooks runbooks,
      SourceApi sources,
      QueryApi queries,
      State state) {
    this.door = door;
    this.open =
        List.of(
            route("GET", "/api/health", (_, _) -> state.health()),
            route("GET", "/metrics", (_, _) -> state.metrics()),
            route("POST", "/login", (request, _) -> door.login(request)),
            route("GET POST", "/logout", (request, _) -> door.logout(request)),
            route("GET", "(/(?:assets|public)/.+|/robots\\.txt)", this::asset),
            route("GET", PAGES, (request, _) -> page(request)));
    this.closed =
        List.of(
            route("GET", "/api/user", (_, _) -> user()),
            route("GET", "/api/viewer/problems", (_, _) -> dashboards.problems()),
            route(
                "GET",
                "/api/viewer/runbooks/([A-Za-z0-9_-]+)",
                (_, it) -> runbooks.find(it.group(1))),
            route("GET", "/api/search", (request, _) -> dashboards.search(request)),
            route("GET", "/api/folders", (_, _) -> Reply.ok(dashboards.folders())),
            route("GET", "/api/dashboards/home", (_, _) -> dashboards.home()),
            route("GET", "/api/dashboards/uid/([^/]+)", (_, it) -> dashboards.byUid(it.group(1))),
            route("GET", "/api/datasources", (_, _) -> sources.all()),
            route("GET", "/api/datasources/uid/([^/]+)", (_, it) -> sources.one(it.group(1))),
            route(
                "GET",
                "/api/datasources/uid/([^/]+)/health",
                (_, it) -> sources.health(it.group(1))),
            route(
                "GET POST PUT DELETE PATCH",
                "/api/datasources/proxy/uid/([^/]+)/(.*)",
                (request, it) -> sources.proxied(request, it.group(1), it.group(2))),
            route("POST", "/api/ds/query", (request, _) -> queries.answer(request)));
  }

  private static Route route(
      String methods, String path, BiFunction<Request, Matcher, Reply> handler) {
    return new Route(methods, Pattern.compile(path), handler);
  }

  Reply answer(Request request) {
    if (foreign(request)) {
      return Reply.error(403, "requests of other sites are not answered");
    }
    return find(open, request)
        .orElseGet(() -> {
          var refusal = door.objection(request);
          return refusal.orElseGet(() ->
              find(closed, request)
                  .orElseGet(() -> Reply.error(404, "nothing is at " + request.path())));
        });
  }

  private static java.util.Optional<Reply> find(List<Route> routes, Request request) {
    for (Route route : routes) {
      Matcher matcher = route.path().matcher(request.path());
      String method = request.method().equals("HEAD") ? "GET" : request.method();
      if (matcher.matches() && List.of(route.methods().split(" ", -1)).contains(method)) {
        return java.util.Optional.of(route.handler().apply(request, matcher));
      }
    }
    return java.util.Optional.empty();
  }

  /** A form or a script on another site, which the browser would send our cookie along with. */
  private static boolean foreign(Request request) {
    boolean changes = !request.method().equals("GET") && !request.method().equals("HEAD");
    String site = request.header("Sec-Fetch-Site").orElse("none");
    return changes && !site.equals("none") && !site.equals("same-origin");
  }

  private Reply asset(Request request, Matcher path) {
    return Assets.find(request, path.group(1))
        .orElseGet(() -> Reply.error(404, "there is no file " + path.group(1)));
  }

  private static Reply page(Request request) {
    return Assets.find(request, "/index.html")
        .orElseGet(() -> Reply.error(404, "this build of the viewer has no pages"))
        .with("Cache-Control", "no-store");
  }

  private Reply user() {
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("id", 1);
    user.put("login", door.user());
    user.put("name", door.user());
    user.put("orgId", 1);
    user.put("isGrafanaAdmin", false);
    return Reply.ok(user);
  }
}
