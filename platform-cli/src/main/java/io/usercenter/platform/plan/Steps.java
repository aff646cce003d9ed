package io.usercenter.platform.plan;

import io.usercenter.platform.stack.Dependency;
import io.usercenter.platform.stack.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The steps that bring services from what they are to what they are to be, in their order. */
final class Steps {

  private Steps() {}

  static void add(
      List<Service> services,
      Map<String, Change> changes,
      Desired desired,
      boolean awaitAll,
      Graph graph) {
    addPreparations(services, changes, desired, graph);
    addStops(services, changes, graph);
    for (Service service : services) {
      Change change = changes.get(service.name());
      if (change instanceof Change.Launch(String cause)) {
        launch(service, cause, graph);
      } else if (change instanceof Change.Replace(String cause, boolean begins)) {
        if (stopsLate(service, changes)) {
          stopLate(service, cause, services, graph);
        }
        launch(service, cause, graph);
        if (begins) {
          graph.add(
              new Step.Stop(service.name(), cause), graph.find(Step.Await.class, service.name()));
        }
      } else if (change instanceof Change.Wait(String cause)) {
        graph.add(new Step.Await(service.name(), cause), List.of());
      }
    }
    if (!awaitAll) {
      graph.dropUnneededAwaits();
    }
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
      switch (changes.get(service.name())) {
        case Change.Launch(String cause) ->
            graph.add(new Step.Prepare(service.name(), cause), after);
        case Change.Replace(String cause, _) ->
            graph.add(new Step.Prepare(service.name(), cause), after);
        case Change.None _, Change.Wait _ -> {}
        case null -> {}
      }
    }
  }

  /** Nothing is stopped before its replacement is there to be started. */
  private static void addStops(List<Service> services, Map<String, Change> changes, Graph graph) {
    for (Service service : services.reversed()) {
      if (changes.get(service.name()) instanceof Change.Replace(String cause, boolean begins)
          && !begins
          && !stopsLate(service, changes)) {
        List<Integer> after = new ArrayList<>(graph.find(Step.Prepare.class, service.name()));
        after.addAll(stopsOf(service, services, graph));
        graph.add(new Step.Stop(service.name(), cause), after);
      }
    }
  }

  /** Whether it can serve until what it depends on is ready: none of that has to stop for it. */
  private static boolean stopsLate(Service service, Map<String, Change> changes) {
    if (!(changes.get(service.name()) instanceof Change.Replace(_, boolean begins)) || begins) {
      return false;
    }
    boolean waits = false;
    for (Dependency on : service.dependencies()) {
      Change change = changes.get(on.service());
      if (change instanceof Change.Replace(_, boolean beside) && !beside) {
        return false;
      }
      waits |= change instanceof Change.Replace || change instanceof Change.Launch;
    }
    return waits;
  }

  private static void stopLate(Service service, String cause, List<Service> services, Graph graph) {
    List<Integer> after = new ArrayList<>(graph.find(Step.Prepare.class, service.name()));
    for (Dependency on : service.dependencies()) {
      after.addAll(graph.find(Step.Await.class, on.service()));
    }
    after.addAll(stopsOf(service, services, graph));
    graph.add(new Step.Stop(service.name(), cause), after);
  }

  private static List<Integer> stopsOf(Service service, List<Service> services, Graph graph) {
    List<Integer> stops = new ArrayList<>();
    for (Service other : services) {
      if (other.dependencies().stream().anyMatch(on -> on.service().equals(service.name()))) {
        stops.addAll(graph.find(Step.Stop.class, other.name()));
      }
    }
    return stops;
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
