package io.usercenter.platform.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Steps with the order they must keep, as a graph.
 *
 * @param nodes in an order in which every node follows those it waits for
 * @param notes what users should know beside the steps: orphans, services that cannot run here
 */
public record Plan(List<Node> nodes, List<String> notes) {

  public Plan {
    nodes = List.copyOf(nodes);
    notes = List.copyOf(notes);
  }

  /**
   * A step and what must be done before it.
   *
   * @param after indexes into {@link Plan#nodes()}, each smaller than this node's own
   */
  public record Node(Step step, List<Integer> after) {

    public Node {
      after = List.copyOf(after);
    }
  }

  /** Whether carrying it out would change anything; waiting alone does not. */
  public boolean changes() {
    return nodes.stream().anyMatch(node -> !(node.step() instanceof Step.Await));
  }

  /** The part that prepares services without starting any or touching those that run. */
  public Plan creation() {
    Set<String> running = new HashSet<>();
    nodes.stream()
        .map(Node::step)
        .filter(Step.Stop.class::isInstance)
        .forEach(step -> running.add(step.service()));
    List<Node> kept = new ArrayList<>();
    Map<Integer, Integer> moved = new HashMap<>();
    for (int index = 0; index < nodes.size(); index++) {
      Step step = nodes.get(index).step();
      boolean prepares = step instanceof Step.Prepare && !running.contains(step.service());
      if (prepares || step instanceof Step.Create || step instanceof Step.Tidy) {
        moved.put(index, kept.size());
        kept.add(
            new Node(
                step,
                nodes.get(index).after().stream()
                    .filter(moved::containsKey)
                    .map(moved::get)
                    .toList()));
      }
    }
    return new Plan(kept, notes);
  }

  /** One line a step, stable across runs: what {@code plan} prints and tests compare. */
  public String render() {
    StringBuilder text = new StringBuilder();
    int width = 22;
    for (Node node : nodes) {
      width = Math.max(width, node.step().service().length());
    }
    String columns = "%3d  %-8s %-" + (width + 2) + "s";
    for (int index = 0; index < nodes.size(); index++) {
      Node node = nodes.get(index);
      text.append(columns.formatted(index + 1, node.step().verb(), node.step().service()));
      text.append(node.step().cause());
      if (!node.after().isEmpty()) {
        text.append("  [after ").append(oneBased(node.after())).append(']');
      }
      text.append('\n');
    }
    notes.forEach(note -> text.append("note: ").append(note).append('\n'));
    return text.toString();
  }

  private static String oneBased(List<Integer> indexes) {
    return String.join(", ", indexes.stream().map(index -> String.valueOf(index + 1)).toList());
  }
}
