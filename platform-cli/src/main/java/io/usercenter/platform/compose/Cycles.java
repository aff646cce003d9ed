package io.usercenter.platform.compose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds services that need each other in a circle; without recursion, stacks can be long chains.
 */
final class Cycles {

  private record Visit(String service, Iterator<String> left) {}

  private final Map<String, Map<String, @Nullable Object>> services;
  private final Set<String> done = new HashSet<>();
  private final Set<String> open = new HashSet<>();
  private final Deque<Visit> way = new ArrayDeque<>();

  private Cycles(Map<String, Map<String, @Nullable Object>> services) {
    this.services = services;
  }

  /** The first circle: names in the order of the dependencies, the first one again at the end. */
  static Optional<List<String>> find(Map<String, Map<String, @Nullable Object>> services) {
    Cycles cycles = new Cycles(services);
    for (String service : services.keySet()) {
      Optional<List<String>> cycle = cycles.from(service);
      if (cycle.isPresent()) {
        return cycle;
      }
    }
    return Optional.empty();
  }

  private Optional<List<String>> from(String start) {
    enter(start);
    while (!way.isEmpty()) {
      Visit visit = way.getLast();
      if (!visit.left().hasNext()) {
        way.removeLast();
        open.remove(visit.service());
        done.add(visit.service());
        continue;
      }
      String next = visit.left().next();
      if (open.contains(next)) {
        return Optional.of(circle(next));
      }
      enter(next);
    }
    return Optional.empty();
  }

  private void enter(String service) {
    Map<String, @Nullable Object> attributes = services.get(service);
    if (attributes != null && !done.contains(service)) {
      open.add(service);
      way.addLast(
          new Visit(service, Tree.mapOrEmpty(attributes.get("depends_on")).keySet().iterator()));
    }
  }

  private List<String> circle(String start) {
    List<String> circle = new ArrayList<>();
    for (Visit visit : way) {
      if (!circle.isEmpty() || visit.service().equals(start)) {
        circle.add(visit.service());
      }
    }
    circle.add(start);
    return circle;
  }
}
