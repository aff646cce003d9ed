package io.usercenter.platform.docker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The declared health test, in the engine's words. */
final class Healthchecks {

  private static final ApiVersion START_INTERVAL = new ApiVersion(1, 44);
  private static final Map<String, String> DURATIONS =
      Map.of("interval", "Interval", "timeout", "Timeout", "start_period", "StartPeriod");

  private Healthchecks() {}

  static void add(
      String service, Map<String, ?> fields, ApiVersion version, Map<String, Object> body) {
    if (!(fields.get("healthcheck") instanceof Map)) {
      return;
    }
    Map<String, Object> declared = Tree.map(fields, "healthcheck");
    Map<String, Object> check = new LinkedHashMap<>();
    if (Tree.truth(declared, "disable")) {
      check.put("Test", List.of("NONE"));
    } else if (!Tree.list(declared, "test").isEmpty()) {
      check.put("Test", Tree.list(declared, "test"));
    }
    DURATIONS.forEach((compose, engine) -> {
      if (declared.get(compose) != null) {
        check.put(engine, Units.nanos(Tree.text(declared, compose)));
      }
    });
    if (declared.get("retries") != null) {
      check.put("Retries", Tree.number(declared, "retries"));
    }
    if (declared.get("start_interval") != null) {
      if (version.before(START_INTERVAL)) {
        throw ContainerSpec.impossible(
            "a start_interval of health checks",
            "services." + service + ".healthcheck.start_interval",
            START_INTERVAL,
            version);
      }
      check.put("StartInterval", Units.nanos(Tree.text(declared, "start_interval")));
    }
    body.put("Healthcheck", check);
  }
}
