package io.usercenter.platform.plan;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.stack.Dependency;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Services of a stack, each after those it depends on. */
final class Order {

  private Order() {}

  /**
   * @param wanted names to order together with what they depend on; empty for all
   * @throws UserError when a name is unknown or services wait for each other
   */
  static List<Service> dependenciesFirst(Stack stack, Set<String> wanted) {
    Map<String, Integer> missing = new HashMap<>();
    Map<String, List<String>> dependents = new HashMap<>();
    Deque<String> free = new ArrayDeque<>();
    Set<String> members = closure(stack, wanted);
    for (String name : members) {
      Set<String> dependencies = dependencies(stack, name);
      missing.put(name, dependencies.size());
      dependencies.forEach(on -> dependents.computeIfAbsent(on, _ -> new ArrayList<>()).add(name));
      if (dependencies.isEmpty()) {
        free.add(name);
      }
    }
    List<Service> ordered = new ArrayList<>();
    while (!free.isEmpty()) {
      String name = free.remove();
      ordered.add(require(stack, name));
      for (String dependent : dependents.getOrDefault(name, List.of())) {
        if (missing.merge(dependent, -1, Integer::sum) == 0) {
          free.add(dependent);
        }
      }
    }
    if (ordered.size() < members.size()) {
      throw cycle(stack, members, ordered);
    }
    return ordered;
  }

  private static Set<String> closure(Stack stack, Set<String> wanted) {
    if (wanted.isEmpty()) {
      return stack.services().keySet();
    }
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(new TreeSet<>(wanted));
    while (!open.isEmpty()) {
      String name = open.remove();
      require(stack, name);
      if (reached.add(name)) {
        open.addAll(dependencies(stack, name));
      }
    }
    return reached;
  }

  /**
   * Names of the services this one waits for, without those the stack lacks and it can do without.
   */
  private static Set<String> dependencies(Stack stack, String name) {
    Set<String> names = new LinkedHashSet<>();
    for (Dependency dependency : require(stack, name).dependencies()) {
      if (dependency.required() || stack.services().containsKey(dependency.service())) {
        names.add(dependency.service());
      }
    }
    return names;
  }

  private static Service require(Stack stack, String name) {
    return stack
        .service(name)
        .orElseThrow(() ->
            new UserError(
                ExitCode.NOT_RUNNING,
                "there is no service '" + name + "'",
                "stack " + stack.name(),
                "the stack defines " + String.join(", ", stack.services().keySet()),
                "name one of these"));
  }

  private static UserError cycle(Stack stack, Set<String> members, List<Service> ordered) {
    Set<String> stuck = new LinkedHashSet<>(members);
    ordered.forEach(service -> stuck.remove(service.name()));
    List<String> path = new ArrayList<>();
    String next = stuck.iterator().next();
    while (!path.contains(next)) {
      path.add(next);
      next = dependencies(stack, next).stream().filter(stuck::contains).findFirst().orElseThrow();
    }
    List<String> circle = path.subList(path.indexOf(next), path.size());
    return new UserError(
        ExitCode.CONFIGURATION,
        "services wait for each other: " + String.join(" -> ", circle) + " -> " + next,
        "stack " + stack.name() + ", services." + next + ".depends_on",
        "none of them could start first",
        "remove one depends_on of that circle");
  }
}
