package io.usercenter.platform.cli;

import io.usercenter.platform.cli.StatusReport.Link;
import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A status report for programs; schema {@code platform.status/1}. */
final class StatusJson {

  private StatusJson() {}

  static String render(StatusReport report, Stack definition) {
    return Json.schema("platform.status/1")
        .put("stack", report.stack())
        .put("runtime", report.runtime())
        .put("dataDirectory", report.dataDirectory())
        .put("services", services(report, definition))
        .put("absent", report.absent().entrySet().stream().map(StatusJson::absent).toList())
        .put("links", report.links().stream().map(StatusJson::link).toList())
        .put("remarks", report.remarks())
        .pretty();
  }

  private static List<Json> services(StatusReport report, Stack definition) {
    return report.services().stream().map(state -> service(state, definition)).toList();
  }

  private static Json service(ServiceState state, Stack definition) {
    return Json.object()
        .put("name", state.name())
        .put("provides", definition.service(state.name()).map(StatusJson::provides).orElse(""))
        .put("state", state.status().word())
        .put("reason", state.status().reason())
        .put("since", state.since().equals(Instant.EPOCH) ? null : state.since().toString())
        .put("started", state.running().started().map(Instant::toString).orElse(null))
        .put("pid", number(state.running().pid()))
        .put("residentBytes", number(state.running().residentBytes()))
        .put("restarts", state.restarts())
        .put("orphan", definition.service(state.name()).isEmpty())
        .put("endpoints", state.endpoints().stream().map(StatusJson::endpoint).toList());
  }

  private static String provides(Service service) {
    return service.traits().provides();
  }

  private static @Nullable Long number(OptionalLong value) {
    return value.isPresent() ? (Long) value.getAsLong() : null;
  }

  private static Json endpoint(ServiceState.Endpoint endpoint) {
    return Json.object()
        .put("containerPort", endpoint.containerPort())
        .put("host", endpoint.host())
        .put("port", endpoint.port());
  }

  private static Json absent(Map.Entry<String, String> entry) {
    return Json.object().put("name", entry.getKey()).put("reason", entry.getValue());
  }

  private static Json link(Link link) {
    return Json.object()
        .put("service", link.service())
        .put("name", link.name())
        .put("url", link.url())
        .put("user", link.user().isEmpty() ? null : link.user())
        .put("password", link.password().orElse(null));
  }
}
