package io.usercenter.platform.verify;

import io.usercenter.platform.scrape.ScrapeTargets;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.wire.Address;
import io.usercenter.platform.wire.Deadline;
import io.usercenter.platform.wire.Http.Answer;
import io.usercenter.platform.wire.OneLine;
import io.usercenter.platform.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What watches the stack works itself. */
final class MonitoringChecks {

  private final Targets targets;

  MonitoringChecks(Targets targets) {
    this.targets = targets;
  }

  String query(Deadline deadline) throws Unproven, WireException {
    Address prometheus = targets.locate("Prometheus", 9090);
    List<Json> scalar = new Metrics(prometheus).query("1+1", deadline).items();
    if (scalar.size() != 2 || !scalar.get(1).text().equals("2")) {
      throw Unproven.failed("Prometheus says that 1+1 is not 2");
    }
    Json build = Json.get(prometheus, "/api/v1/status/buildinfo", deadline);
    String version = build.at("data", "version").text();
    if (version.isEmpty()) {
      throw Unproven.failed(prometheus + " does not say which Prometheus it is");
    }
    return "Prometheus " + version;
  }

  /** A configuration with a mistake is refused as a whole, and the old one goes on. */
  String rulesInForce(Deadline deadline) throws Unproven, WireException {
    Address prometheus = targets.locate("Prometheus", 9090);
    Json runtime = Json.get(prometheus, "/api/v1/status/runtimeinfo", deadline);
    if (!runtime.at("data", "reloadConfigSuccess").text().equals("true")) {
      throw Unproven.failed(
          "it refused its configuration and goes on with the old one: platform logs prometheus");
    }
    int rules = 0;
    List<String> failing = new ArrayList<>();
    Json groups = Json.get(prometheus, "/api/v1/rules", deadline).at("data", "groups");
    for (Json group : groups.items()) {
      for (Json rule : group.at("rules").items()) {
        rules++;
        if (rule.at("health").text().equals("err")) {
          failing.add(rule.at("name").text() + ": " + OneLine.of(rule.at("lastError").text(), 80));
        }
      }
    }
    if (rules == 0 || !failing.isEmpty()) {
      throw Unproven.failed(rules == 0 ? "it has no rules" : String.join("; ", failing));
    }
    return rules + " rules";
  }

  String targetsUp(Deadline deadline) throws Unproven, InterruptedException {
    Address prometheus = targets.locate("Prometheus", 9090);
    return Poll.until("every target to be up", deadline, clock -> upNow(prometheus, clock));
  }

  private String upNow(Address prometheus, Deadline deadline) throws Unproven, WireException {
    List<Json> active =
        Json.get(prometheus, "/api/v1/targets?state=active", deadline)
            .at("data", "activeTargets")
            .items();
    List<String> wrong = new ArrayList<>();
    List<Service> expected =
        targets.stack().services().values().stream()
            .filter(service -> service.traits().metrics().isPresent())
            .filter(service -> !targets.absent().containsKey(service.name()))
            .toList();
    for (Service service : expected) {
      String state = state(service, active);
      if (!state.equals("up")) {
        wrong.add(service.name() + " " + state);
      }
    }
    if (expected.isEmpty() || !wrong.isEmpty()) {
      throw Unproven.failed(
          expected.isEmpty() ? "the stack has nothing to scrape" : String.join("; ", wrong));
    }
    return expected.size() + " targets: " + names(expected);
  }

  private static String state(Service service, List<Json> active) {
    var metrics = service.traits().metrics().orElseThrow();
    String instance = ScrapeTargets.instance(service, metrics);
    for (Json target : active) {
      if (target.at("labels", "job").text().equals(metrics.job())
          && target.at("labels", "instance").text().equals(instance)) {
        String error = OneLine.of(target.at("lastError").text(), 80);
        return target.at("health").text() + (error.isEmpty() ? "" : " (" + error + ")");
      }
    }
    return "is not scraped: no target of job '" + metrics.job() + "' at '" + instance + "'";
  }

  private static String names(List<Service> services) {
    return services.stream().map(Service::name).collect(Collectors.joining(", "));
  }

  String alertmanager(Deadline deadline) throws Unproven, WireException {
    Address address = targets.locate("Alertmanager", 9093);
    Answer ready = Json.answer(address, "GET", "/-/ready", "", deadline);
    if (ready.status() != 200) {
      throw Unproven.failed(ready.summary());
    }
    String version =
        Json.get(address, "/api/v2/status", deadline).at("versionInfo", "version").text();
    if (version.isEmpty()) {
      throw Unproven.failed(address + " does not say which Alertmanager it is");
    }
    return "Alertmanager " + version;
  }

  /** Grafana and what stands in for it answer the same requests; only health tells them apart. */
  String dashboards(Deadline deadline) throws Unproven, WireException {
    Address address = targets.locate("Dashboards", 3000);
    Json health = Json.get(address, "/api/health", deadline);
    String product = health.at("product").text();
    String maker = product.isEmpty() ? "Grafana" : product + ", which stands in for Grafana,";
    String login =
        "{\"user\": \"admin\", \"password\": \"%s\"}"
            .formatted(targets.secret("grafana_admin_password"));
    Json.ask(address, "POST", "/login", login, deadline);
    return maker + " " + health.at("version").text();
  }
}
