package io.usercenter.platform.compose;

import io.usercenter.platform.error.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks beyond the Compose Specification, for commands that run a project. */
public final class ProjectChecks {

  private ProjectChecks() {}

  /** A host port in use: by whom and on which address. */
  private record Use(String service, int index, String address) {}

  /** Two services, or two entries of one, publishing the same host port, protocol and address. */
  public static void conflictingPorts(Project project, Problems problems) {
    Map<String, List<Use>> uses = new HashMap<>();
    project
        .services()
        .forEach((name, service) -> {
          List<Map<String, @Nullable Object>> ports = Tree.items(service.get("ports"));
          for (int i = 0; i < ports.size(); i++) {
            check(project, problems, uses, ports.get(i), name, i);
          }
        });
  }

  private static void check(
      Project project,
      Problems problems,
      Map<String, List<Use>> uses,
      Map<String, @Nullable Object> port,
      String service,
      int index) {
    String published = Tree.text(port.get("published"));
    if (published.isEmpty() || published.equals("0") || published.indexOf('-') >= 0) {
      return;
    }
    String key = published + "/" + Tree.text(port.get("protocol"));
    Use use = new Use(service, index, Tree.text(port.get("host_ip")));
    List<Use> others = uses.computeIfAbsent(key, _ -> new ArrayList<>());
    for (Use other : others) {
      if (overlap(use.address(), other.address())) {
        report(project, problems, key, use, other);
        return;
      }
    }
    others.add(use);
  }

  private static boolean overlap(String one, String other) {
    return one.equals(other) || isAny(one) || isAny(other);
  }

  private static boolean isAny(String address) {
    return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
  }

  private static void report(Project project, Problems problems, String key, Use use, Use other) {
    String path = "services." + use.service() + ".ports[" + use.index() + "]";
    Positions positions = project.positions();
    problems.add(
        "host port " + key + " is published twice",
        positions.of("services", use.service(), "ports", "[" + use.index() + "]") + ", " + path,
        "service '"
            + other.service()
            + "' publishes it in "
            + positions.of("services", other.service(), "ports", "[" + other.index() + "]"),
        "publish one of the two on another host port");
  }
}
