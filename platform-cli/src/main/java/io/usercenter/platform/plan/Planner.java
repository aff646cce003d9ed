package io.usercenter.platform.plan;

import io.usercenter.platform.plan.Observed.Actual;
import io.usercenter.platform.stack.Dependency;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which steps lead from what was observed to what is desired. */
public final class Planner {

  private static final int NAMED_CHANGES = 3;

  private Planner() {}

  /** What has to happen to one service. */
  private sealed interface Change {

    record None() implements Change {}

    record Wait(String cause) implements Change {}

    record Launch(String cause) implements Change {}

    record Replace(String cause) implements Change {}
  }

  /**
   * Plans to have the selected services, and what they depend on, running as desired.
   *
   * @throws io.usercenter.platform.error.UserError when services wait for each other or a selected
   *     one does not exist
   */
  public static Plan up(Desired desired, Observed observed, UpRequest request) {
    Map<String, Change> changes = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    List<Service> services = Order.dependenciesFirst(desired.stack(), request.selection());
    for (Service service : services) {
      String reason = desired.absent().get(service.name());
      if (reason != null) {
        notes.add(service.name() + " does not run: " + reason);
      } else {
        changes.put(service.name(), change(service, desired, observed, request, changes));
      }
    }
    services = withRestarted(services, desired.stack(), observed, changes);
    Graph graph = new Graph();
    tidyUp(observed, graph);
    removeOrphans(desired.stack(), observed, request, graph, notes);
    createResources(desired, observed, changes, graph);
    addSteps(services, changes, desired, request.awaitAll(), graph);
    return new Plan(graph.nodes(), notes);
  }

  /** Plans to stop the named services (all when empty), those that depend on others first. */
  public static Plan stop(Stack stack, Observed observed, Set<String> names, String cause) {
    Graph graph = new Graph();
    Stops.add(stack, observed, names, cause, graph);
    return new Plan(graph.nodes(), List.of());
  }

  /** Plans to stop and forget everything that was observed. */
  public static Plan down(Stack stack, Observed observed, String cause) {
    Graph graph = new Graph();
    Stops.add(stack, observed, Set.of(), cause, graph);
    List<Integer> gone = new ArrayList<>(tidyUp(observed, graph));
    for (Actual actual : observed.services().values()) {
      gone.add(
          graph.add(
              new Step.Remove(actual.name(), cause), graph.find(Step.Stop.class, actual.name())));
    }
    observed.resources().forEach(name -> graph.add(new Step.Delete(name, cause), gone));
    return new Plan(graph.nodes(), List.of());
  }

  private static List<Integer> tidyUp(Observed observed, Graph graph) {
    List<Integer> steps = new ArrayList<>();
    observed
        .leftovers()
        .forEach((name, what) -> steps.add(graph.add(new Step.Tidy(name, what), List.of())));
    return steps;
  }

  /** What services that start need and is not there. */
  private static void createResources(
      Desired desired, Observed observed, Map<String, Change> changes, Graph graph) {
    desired
        .resources()
        .forEach((resource, users) -> {
          boolean needed =
              users.stream()
                  .map(changes::get)
                  .anyMatch(it -> it instanceof Change.Launch || it instanceof Change.Replace);
          if (needed && !observed.resources().contains(resource)) {
            graph.add(new Step.Create(resource, "missing"), List.of());
          }
        });
  }

  /** Adds what was not selected, runs, and asks to be restarted with something that is replaced. */
  private static List<Service> withRestarted(
      List<Service> services, Stack stack, Observed observed, Map<String, Change> changes) {
    List<Service> all = new ArrayList<>(services);
    for (Service service : Order.dependenciesFirst(stack, Set.of())) {
      boolean alive =
          observed.service(service.name()).filter(it -> it.status().alive()).isPresent();
      if (alive && !changes.containsKey(service.name())) {
        restartCause(service, changes)
            .ifPresent(cause -> {
              changes.put(service.name(), new Change.Replace(cause));
              all.add(service);
            });
      }
    }
    return all;
  }

  private static Optional<String> restartCause(Service service, Map<String, Change> changes) {
    for (Dependency dependency : service.dependencies()) {
      Change change = changes.get(dependency.service());
      if (dependency.restart()
          && (change instanceof Change.Replace || change instanceof Change.Launch)) {
        return Optional.of(dependency.service() + " is replaced");
      }
    }
    return Optional.empty();
  }

  private static Change change(
      Service service,
      Desired desired,
      Observed observed,
      UpRequest request,
      Map<String, Change> changes) {
    Optional<Actual> actual = observed.service(service.name());
    if (actual.isEmpty()) {
      return new Change.Launch("not running");
    }
    String forced = request.forced().get(service.name());
    if (forced != null) {
      return replace(actual.get(), forced);
    }
    if (!actual.get().strange().isEmpty()) {
      return replace(actual.get(), actual.get().strange());
    }
    Fingerprint wanted = desired.fingerprints().get(service.name());
    List<String> changed =
        wanted == null ? List.of() : wanted.changedFields(actual.get().fingerprint());
    if (!changed.isEmpty()) {
      return replace(actual.get(), "config changed: " + summary(changed));
    }
    Optional<String> restart = restartCause(service, changes);
    if (restart.isPresent()) {
      return replace(actual.get(), restart.get());
    }
    return unchanged(service, actual.get().status());
  }

  private static Change replace(Actual actual, String cause) {
    return actual.status().alive() ? new Change.Replace(cause) : new Change.Launch(cause);
  }

  private static Change unchanged(Service service, Status status) {
    // Ready is asked first: the switch takes longer to set up than everything else here.
    return status instanceof Status.Ready ? new Change.None() : unready(service, status);
  }

  private static Change unready(Service service, Status status) {
    return switch (status) {
      case Status.Ready() -> new Change.None();
      case Status.Stopped() -> new Change.Launch("stopped");
      case Status.Stopping() -> new Change.Replace("is being stopped");
      case Status.Exited(int code) ->
          code == 0 && oneShot(service)
              ? new Change.None()
              : new Change.Launch("exited with code " + code);
      case Status.Failed(String reason) -> new Change.Launch("failed: " + reason);
      case Status.Preparing(), Status.Starting _, Status.Restarting _, Status.Unhealthy _ ->
          new Change.Wait(status.word() + ", not ready yet");
    };
  }

  private static boolean oneShot(Service service) {
    return switch (service.lifecycle().restart()) {
      case NO, ON_FAILURE -> true;
      case ALWAYS, UNLESS_STOPPED -> false;
    };
  }

  private static String summary(List<String> changed) {
    if (changed.size() <= NAMED_CHANGES) {
      return String.join(", ", changed);
    }
    return String.join(", ", changed.subList(0, NAMED_CHANGES))
        + " and "
        + (changed.size() - NAMED_CHANGES)
        + " more";
  }

  private static void removeOrphans(
      Stack stack, Observed observed, UpRequest request, Graph graph, List<String> notes) {
    for (Actual actual : observed.services().values()) {
      if (stack.service(actual.name()).isPresent()) {
        continue;
      }
      if (!request.removeOrphans()) {
        notes.add(
            actual.name() + " is an orphan: the stack no longer defines it; --remove-orphans");
        continue;
      }
      String cause = "the stack no longer defines it";
      List<Integer> stop =
          actual.status().alive()
              ? List.of(graph.add(new Step.Stop(actual.name(), cause), List.of()))
              : List.of();
      graph.add(new Step.Remove(actual.name(), cause), stop);
    }
  }

  private static void addSteps(
      List<Service> services,
      Map<String, Change> changes,
      Desired desired,
      boolean awaitAll,
      Graph graph) {
    addPreparations(services, changes, desired, graph);
    Stops.beforeStarts(services, replaced(changes, desired.overlapping(), false), graph);
    for (Service service : services) {
      Change change = changes.get(service.name());
      begun(change).ifPresent(cause -> launch(service, cause, graph));
      if (change instanceof Change.Wait(String cause)) {
        graph.add(new Step.Await(service.name(), cause), List.of());
      }
    }
    Stops.afterAwaits(services, replaced(changes, desired.overlapping(), true), graph);
    if (!awaitAll) {
      graph.dropUnneededAwaits();
    }
  }

  /** Why something of the service is started; empty when nothing is. */
  private static Optional<String> begun(@Nullable Change change) {
    if (change instanceof Change.Launch(String cause)) {
      return Optional.of(cause);
    }
    return change instanceof Change.Replace(String cause) ? Optional.of(cause) : Optional.empty();
  }

  /** Causes by service, of those that are among the overlapping ones, or of the others. */
  private static Map<String, String> replaced(
      Map<String, Change> changes, Set<String> overlapping, boolean among) {
    Map<String, String> replaced = new HashMap<>();
    changes.forEach((name, change) -> {
      if (change instanceof Change.Replace(String cause) && overlapping.contains(name) == among) {
        replaced.put(name, cause);
      }
    });
    return replaced;
  }

  private static void addPreparations(
      List<Service> services, Map<String, Change> changes, Desired desired, Graph graph) {
    List<Integer> tidied = graph.all(Step.Tidy.class);
    for (Service service : services) {
      List<Integer> after = new ArrayList<>(tidied);
      desired
          .resources()
          .forEach((resource, users) -> {
            if (users.contains(service.name())) {
              after.addAll(graph.find(Step.Create.class, resource));
            }
          });
      begun(changes.get(service.name()))
          .ifPresent(cause -> graph.add(new Step.Prepare(service.name(), cause), after));
    }
  }

  private static void launch(Service service, String cause, Graph graph) {
    List<Integer> after = new ArrayList<>(graph.find(Step.Prepare.class, service.name()));
    after.addAll(graph.find(Step.Stop.class, service.name()));
    for (Dependency dependency : service.dependencies()) {
      after.addAll(
          switch (dependency.condition()) {
            case STARTED -> graph.find(Step.Start.class, dependency.service());
            case HEALTHY, COMPLETED -> graph.find(Step.Await.class, dependency.service());
          });
    }
    int start = graph.add(new Step.Start(service.name(), cause), after);
    graph.add(new Step.Await(service.name(), cause), List.of(start));
  }
}
