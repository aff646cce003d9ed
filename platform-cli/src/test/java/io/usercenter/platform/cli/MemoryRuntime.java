package io.usercenter.platform.cli;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.execute.ServiceRuntime;
import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.execute.ServiceState.Endpoint;
import io.usercenter.platform.execute.ServiceState.Running;
import io.usercenter.platform.plan.Desired;
import io.usercenter.platform.plan.Fingerprint;
import io.usercenter.platform.plan.Observed;
import io.usercenter.platform.plan.Observed.Actual;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Status;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A runtime whose services are entries of a map; {@code traces} cannot run in it. */
final class MemoryRuntime implements ServiceRuntime {

  private final Map<String, Status> statuses = new ConcurrentHashMap<>();
  private final Set<String> broken;
  private final Duration pace;

  /**
   * @param broken services that never get ready
   * @param pace how long each act takes
   */
  MemoryRuntime(Set<String> broken, Duration pace) {
    this.broken = broken;
    this.pace = pace;
  }

  void put(String service, Status status) {
    statuses.put(service, status);
  }

  @Override
  public String kind() {
    return "memory";
  }

  @Override
  public Desired describe(Stack stack) {
    Map<String, Fingerprint> fingerprints = new HashMap<>();
    for (Service service : stack.services().values()) {
      fingerprints.put(service.name(), fingerprint(service));
    }
    fingerprints.remove("traces");
    return new Desired(stack, fingerprints, absent(stack));
  }

  @Override
  public Map<String, String> absent(Stack stack) {
    return Map.of("traces", "nothing here collects traces");
  }

  private static Fingerprint fingerprint(Service service) {
    return new Fingerprint(new TreeMap<>(Map.of("image", service.image())));
  }

  @Override
  public void check(Plan plan) {}

  @Override
  public Observed observe() {
    Map<String, Actual> actual = new LinkedHashMap<>();
    Stack stack = StackFixtures.shop();
    for (Service service : stack.services().values()) {
      Optional.ofNullable(statuses.get(service.name()))
          .ifPresent(status ->
              actual.put(service.name(), new Actual(service.name(), status, fingerprint(service))));
    }
    return new Observed(actual);
  }

  @Override
  public List<ServiceState> states() {
    List<ServiceState> states = new ArrayList<>();
    Instant start = Instant.parse("2026-11-23T07:00:00Z");
    observe()
        .services()
        .forEach((name, actual) ->
            states.add(
                new ServiceState(
                    name,
                    actual.status(),
                    start,
                    0,
                    new Running(
                        OptionalLong.of(4711), Optional.of(start), OptionalLong.of(5 << 20)),
                    List.of(new Endpoint(8080, "127.0.0.1", 18080)))));
    return states;
  }

  @Override
  public void prepare(String service, Progress progress) throws InterruptedException {
    for (int part = 0; part <= 10; part++) {
      progress.report("downloading " + service + ".zip", part * 1_000_000L, 10_000_000);
      Thread.sleep(pace.dividedBy(10));
    }
  }

  @Override
  public void start(String service) throws InterruptedException {
    Thread.sleep(pace);
    statuses.put(service, new Status.Starting("no answer yet"));
  }

  @Override
  public void stop(String service) throws InterruptedException {
    Thread.sleep(pace);
    statuses.put(service, new Status.Stopped());
  }

  @Override
  public void remove(String service) {
    statuses.remove(service);
  }

  @Override
  public void await(String service, Duration limit, Progress progress) throws InterruptedException {
    progress.report("GET /health: connection refused", 0, 0);
    Thread.sleep(pace.multipliedBy(3));
    if (broken.contains(service)) {
      throw new UserError(
          ExitCode.TIMEOUT,
          service + " did not get ready",
          "service " + service,
          "GET /health: connection refused",
          "platform logs " + service);
    }
    statuses.put(service, new Status.Ready());
  }

  @Override
  public void close() {}
}
