package io.usercenter.platform.plan;

import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** When services are stopped: those that depend on others before them. */
final class Stops {

  private Stops() {}

  /** Stops what runs of the named services, of all when there are none. */
  static void add(Stack stack, Observed observed, Set<String> names, String cause, Graph graph) {
    List<String> order = new ArrayList<>();
    Order.dependenciesFirst(stack, Set.of()).forEach(service -> order.add(service.name()));
    observed.services().keySet().stream().filter(name -> !order.contains(name)).forEach(order::add);
    Collections.reverse(order);
    for (String name : order) {
      boolean chosen = names.isEmpty() || names.contains(name);
      if (chosen && observed.service(name).map(actual -> actual.status().alive()).orElse(false)) {
        graph.add(new Step.Stop(name, cause), ofDependents(stack.services().values(), name, graph));
      }
    }
  }

  /**
   * Stops what is replaced: once its replacement is there to be started.
   *
   * @param causes of the replacements by service
   */
  static void beforeStarts(List<Service> services, Map<String, String> causes, Graph graph) {
    add(services, causes, Step.Prepare.class, graph);
  }

  /** Stops what is replaced: once its replacement, which ran beside it so far, is ready. */
  static void afterAwaits(List<Service> services, Map<String, String> causes, Graph graph) {
    add(services, causes, Step.Await.class, graph);
  }

  private static void add(
      List<Service> services,
      Map<String, String> causes,
      Class<? extends Step> before,
      Graph graph) {
    for (Service service : services.reversed()) {
      String cause = causes.get(service.name());
      if (cause != null) {
        List<Integer> after = new ArrayList<>(graph.find(before, service.name()));
        after.addAll(ofDependents(services, service.name(), graph));
        graph.add(new Step.Stop(service.name(), cause), after);
      }
    }
  }

  private static List<Integer> ofDependents(
      Collection<Service> services, String name, Graph graph) {
    List<Integer> stops = new ArrayList<>();
    for (Service other : services) {
      if (other.dependencies().stream().anyMatch(on -> on.service().equals(name))) {
        stops.addAll(graph.find(Step.Stop.class, other.name()));
      }
    }
    return stops;
  }
}
