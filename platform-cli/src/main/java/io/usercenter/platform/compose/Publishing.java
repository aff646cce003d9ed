package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Moves the ports that a project publishes. */
public final class Publishing {

  private Publishing() {}

  /**
   * The same project with other published ports.
   *
   * @param offset added to each published port
   * @param host address to publish on; empty to leave that as it is
   */
  public static Project moved(Project project, int offset, String host) {
    if (offset == 0 && host.isEmpty()) {
      return project;
    }
    return project.withServices((_, fields) -> {
      if (fields.containsKey("ports")) {
        fields.put("ports", ports(Tree.list(fields.get("ports")), offset, host));
      }
    });
  }

  private static List<@Nullable Object> ports(
      List<@Nullable Object> ports, int offset, String host) {
    List<@Nullable Object> moved = new ArrayList<>();
    for (Object entry : ports) {
      Map<String, @Nullable Object> port = new LinkedHashMap<>(Tree.mapOrEmpty(entry));
      if (port.get("published") != null) {
        port.put("published", moved(String.valueOf(port.get("published")), offset));
        if (!host.isEmpty()) {
          port.put("host_ip", host);
        }
      }
      moved.add(port);
    }
    return moved;
  }

  // A range moves as a whole.
  private static String moved(String published, int offset) {
    List<String> ends = new ArrayList<>();
    for (String end : published.split("-", -1)) {
      ends.add(
          end.isEmpty() || end.equals("0") ? end : String.valueOf(Integer.parseInt(end) + offset));
    }
    return String.join("-", ends);
  }
}
