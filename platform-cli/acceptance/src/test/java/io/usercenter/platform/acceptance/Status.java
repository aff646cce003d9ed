package io.usercenter.platform.acceptance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A stack as {@code status --json} shows it. */
record Status(Json document) {

  Path dataDirectory() {
    return Path.of(document.text("dataDirectory"));
  }

  List<Json> services() {
    return document.objects("services");
  }

  Json service(String name) {
    return services().stream()
        .filter(service -> service.text("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no service '" + name + "' in " + document));
  }

  long pid(String service) {
    return service(service).number("pid");
  }

  Map<String, Long> pids() {
    Map<String, Long> pids = new TreeMap<>();
    services().forEach(service -> pids.put(service.text("name"), service.number("pid")));
    return pids;
  }

  boolean ready(String service) {
    return service(service).text("state").equals("ready");
  }

  boolean allReady() {
    return !services().isEmpty()
        && services().stream().allMatch(service -> service.text("state").equals("ready"));
  }

  /** The port of this machine for a port of the service. */
  int port(String service, int containerPort) {
    return service(service).objects("endpoints").stream()
        .filter(endpoint -> endpoint.number("containerPort") == containerPort)
        .mapToInt(endpoint -> (int) endpoint.number("port"))
        .findFirst()
        .orElseThrow();
  }
}
