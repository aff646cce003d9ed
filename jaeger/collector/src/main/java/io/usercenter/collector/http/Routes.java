package io.usercenter.collector.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of GET requests and what answers them; the first that fits. */
final class Routes {

  /** Answers a request, whose path matched. */
  interface Handler {
    Reply answer(Request request, Matcher path) throws HttpException, IOException;
  }

  private record Route(Pattern path, Handler handler) {}

  private final List<Route> routes = new ArrayList<>();

  Routes on(String path, Handler handler) {
    routes.add(new Route(Pattern.compile(path), handler));
    return this;
  }

  Reply answer(Request request) throws HttpException, IOException {
    for (Route route : routes) {
      Matcher matcher = route.path().matcher(request.path());
      if (matcher.matches()) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
          throw new HttpException(405, "this can only be read");
        }
        return route.handler().answer(request, matcher);
      }
    }
    throw new HttpException(404, "nothing is at " + request.path());
  }
}
