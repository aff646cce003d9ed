package io.usercenter.platform.plan;

import io.usercenter.platform.stack.Dependency;
import io.usercenter.platform.stack.Lifecycle;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.stack.Traits;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small stacks for tests of planning and executing. */
public final class StackFixtures {

  private StackFixtures() {}

  public static Stack stack(Service... services) {
    Map<String, Service> byName = new LinkedHashMap<>();
    Arrays.stream(services).forEach(service -> byName.put(service.name(), service));
    return new Stack("shop", byName, Map.of());
  }

  public static Service service(String name, Dependency... dependencies) {
    return service(name, Lifecycle.Restart.UNLESS_STOPPED, dependencies);
  }

  public static Service service(
      String name, Lifecycle.Restart restart, Dependency... dependencies) {
    return new Service(
        name,
        "",
        Map.of(),
        new Service.Wiring(List.of(), List.of(), List.of(dependencies)),
        new Lifecycle(restart, 0, "SIGTERM", Duration.ofSeconds(5)),
        Traits.NONE);
  }

  public static Dependency healthy(String name) {
    return new Dependency(name, Dependency.Condition.HEALTHY, false, true);
  }

  public static Dependency started(String name) {
    return new Dependency(name, Dependency.Condition.STARTED, false, true);
  }

  public static Dependency restarting(String name) {
    return new Dependency(name, Dependency.Condition.HEALTHY, true, true);
  }

  /** Every service of the stack can run, fingerprinted by its own name. */
  public static Desired desired(Stack stack) {
    Map<String, Fingerprint> fingerprints = new LinkedHashMap<>();
    stack.services().keySet().forEach(name -> fingerprints.put(name, fingerprint(name, "1")));
    return new Desired(stack, fingerprints, Map.of());
  }

  public static Fingerprint fingerprint(String service, String version) {
    return new Fingerprint(
        new TreeMap<>(Map.of("command", service, "environment.VERSION", version)));
  }

  public static Observed.Actual actual(String name, Status status) {
    return new Observed.Actual(name, status, fingerprint(name, "1"));
  }

  public static Observed observed(Observed.Actual... actuals) {
    Map<String, Observed.Actual> services = new LinkedHashMap<>();
    Arrays.stream(actuals).forEach(actual -> services.put(actual.name(), actual));
    return new Observed(services);
  }
}
