package io.usercenter.platform.plan;

import io.usercenter.platform.plan.Plan.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plan in the making: at most one step of each kind per service. */
final class Graph {

  private record Key(Class<? extends Step> kind, String service) {}

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Key, Integer> indexes = new HashMap<>();

  /** Adds a step and returns its index. */
  int add(Step step, List<Integer> after) {
    nodes.add(new Node(step, after.stream().distinct().sorted().toList()));
    indexes.put(new Key(step.getClass(), step.service()), nodes.size() - 1);
    return nodes.size() - 1;
  }

  /** The index of the step of that kind for that service, or nothing when there is none. */
  List<Integer> find(Class<? extends Step> kind, String service) {
    Integer index = indexes.get(new Key(kind, service));
    return index == null ? List.of() : List.of(index);
  }

  /** The indexes of all steps of that kind. */
  List<Integer> all(Class<? extends Step> kind) {
    List<Integer> found = new ArrayList<>();
    for (int index = 0; index < nodes.size(); index++) {
      if (kind.isInstance(nodes.get(index).step())) {
        found.add(index);
      }
    }
    return found;
  }

  /** Removes each wait that no other step needs. */
  void dropUnneededAwaits() {
    Set<Integer> needed = new HashSet<>();
    nodes.forEach(node -> needed.addAll(node.after()));
    List<Node> kept = new ArrayList<>();
    Map<Integer, Integer> moved = new HashMap<>();
    for (int index = 0; index < nodes.size(); index++) {
      Node node = nodes.get(index);
      if (node.step() instanceof Step.Await && !needed.contains(index)) {
        continue;
      }
      moved.put(index, kept.size());
      kept.add(new Node(node.step(), node.after().stream().map(moved::get).toList()));
    }
    nodes.clear();
    nodes.addAll(kept);
  }

  List<Node> nodes() {
    return nodes;
  }
}
