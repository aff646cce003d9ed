package io.usercenter.platform.docker;

import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Step;
import io.usercenter.platform.stack.Dependency.Condition;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries out the steps of one plan on the containers of services. */
final class Acts implements AutoCloseable {

  private final Engine engine;
  private final Naming naming;
  private final Containers containers;
  private final Creation creation;
  private final Halted halted;
  private final Proofs proofs;
  private final Map<String, Replacement> replacements = new ConcurrentHashMap<>();
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();
  private Snapshot snapshot = new Snapshot(Map.of(), Map.of());
  private @Nullable Watch watch;

  Acts(
      Engine engine,
      Naming naming,
      Containers containers,
      Creation creation,
      Halted halted,
      Proofs proofs) {
    this.engine = engine;
    this.naming = naming;
    this.containers = containers;
    this.creation = creation;
    this.halted = halted;
    this.proofs = proofs;
  }

  private Stack stack() {
    return naming.stack();
  }

  void observed(Snapshot found) {
    snapshot = found;
    creation.observed(found);
  }

  /** Learns what will be asked for. */
  void expect(Plan plan) {
    proofs.keep(
        snapshot.services().values().stream()
            .flatMap(List::stream)
            .map(Container::id)
            .collect(Collectors.toSet()));
    Set<String> begun = new HashSet<>();
    for (Plan.Node node : plan.nodes()) {
      String service = node.step().service();
      if (node.step() instanceof Step.Await) {
        awaited.add(service);
      } else if (node.step() instanceof Step.Prepare) {
        begun.add(service);
      } else if (node.step() instanceof Step.Stop && awaited.contains(service)) {
        // A stop that comes after the wait for the new one: both run until then.
        creation.beside(service);
      }
    }
    creation.expect(begun);
  }

  void tidy(String leftover) throws InterruptedException {
    Snapshot.Leftover left = snapshot.leftovers().get(leftover);
    if (left == null) {
      throw new IllegalStateException("'" + leftover + "' was never observed");
    }
    Container container = left.container();
    if (left.promoted()) {
      String name = naming.container(container.service(), container.number());
      containers.rename(container.id(), name);
    } else {
      containers.remove(container.id());
    }
  }

  void prepare(String service, Progress progress) throws InterruptedException {
    replacements.put(service, creation.create(service, progress));
  }

  void start(String service) throws InterruptedException {
    Replacement own = replacement(service);
    try {
      // Before the first start: nothing that happens after it is missed.
      watch();
      Parallel.map(
          own.fresh(),
          id -> {
            halted.remove(id);
            containers.start(id);
            Hooks.run(containers, id, service, definition(service), "post_start");
            return id;
          });
    } catch (Refusal refusal) {
      throw undone(service, own, refusal.ofService(service, service + " could not be started"));
    }
    if (!awaited.contains(service)) {
      own.commit(containers);
    }
  }

  private Map<String, ?> definition(String service) {
    return stack().definition().service(service);
  }

  private Replacement replacement(String service) {
    Replacement prepared = replacements.get(service);
    return prepared != null
        ? prepared
        : new Replacement(
            snapshot.of(service).stream().map(Container::id).toList(), List.of(), List.of(), false);
  }

  private UserError undone(String service, Replacement own, UserError cause)
      throws InterruptedException {
    return own.replaces() ? own.rollBack(containers, service, grace(service), cause) : cause;
  }

  private Duration grace(String service) {
    return stack()
        .service(service)
        .map(found -> found.lifecycle().stopGrace())
        .orElse(Duration.ofSeconds(10));
  }

  private synchronized Watch watch() throws InterruptedException {
    if (watch == null) {
      watch = Watch.of(engine, stack().name());
    }
    return watch;
  }

  void stop(String service) throws InterruptedException {
    List<Container> running = snapshot.of(service).stream().filter(Container::running).toList();
    Parallel.map(
        running,
        each -> {
          Hooks.run(containers, each.id(), service, definition(service), "pre_stop");
          halted.add(each.id());
          containers.stop(each.id(), grace(service));
          return each;
        });
    Replacement own = replacement(service);
    if (own.beside()) {
      own.commit(containers);
      running.forEach(each -> halted.remove(each.id()));
    }
  }

  void remove(String service) throws InterruptedException {
    Parallel.map(
        snapshot.of(service),
        each -> {
          containers.remove(each.id());
          halted.remove(each.id());
          return each;
        });
  }

  void await(String service, Duration limit, Progress progress) throws InterruptedException {
    Replacement own = replacement(service);
    Watch events = watch();
    boolean completes = stack().services().values().stream().anyMatch(it -> awaitsEnd(it, service));
    try {
      Parallel.map(
          own.fresh(),
          id -> {
            new Readiness(containers, proofs, events, service, id)
                .await(completes, limit, progress);
            return id;
          });
    } catch (UserError failure) {
      throw undone(service, own, failure);
    }
    if (!own.beside()) {
      own.commit(containers);
    }
  }

  private static boolean awaitsEnd(Service other, String service) {
    return other.dependencies().stream()
        .anyMatch(on -> on.service().equals(service) && on.condition() == Condition.COMPLETED);
  }

  @Override
  public void close() {
    Watch open = watch;
    if (open != null) {
      open.close();
    }
  }
}
