package io.usercenter.platform.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares a dashboard of a file with the one that a server has. */
public final class Exchange {

  /** What a server writes itself. */
  private static final List<String> ITS_OWN = List.of("id", "version", "iteration");

  private static final int SHOWN = 60;

  private Exchange() {}

  /**
   * A field that differs.
   *
   * @param path such as {@code panels[3].title}
   * @param here empty when only the server has it
   * @param there empty when only the file has it
   */
  public record Difference(String path, String here, String there) {}

  /** In the order of the file; empty when both are the same but for what a server writes itself. */
  public static List<Difference> differences(Dashboard here, Grafana.Remote there) {
    List<Difference> found = new ArrayList<>();
    compare("", portable(here.json()), portable(there.json()), found);
    return List.copyOf(found);
  }

  /** A dashboard without what belongs to one server alone. */
  static Map<String, @Nullable Object> portable(String json) {
    try {
      Map<String, @Nullable Object> portable = new LinkedHashMap<>();
      if (Value.parse(json).raw() instanceof Map<?, ?> map) {
        map.forEach((key, value) -> portable.put(String.valueOf(key), value));
      }
      ITS_OWN.forEach(portable::remove);
      return portable;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void compare(
      String path, @Nullable Object here, @Nullable Object there, List<Difference> found) {
    if (here instanceof Map<?, ?> left && there instanceof Map<?, ?> right) {
      TreeSet<String> keys = new TreeSet<>();
      left.keySet().forEach(key -> keys.add(String.valueOf(key)));
      right.keySet().forEach(key -> keys.add(String.valueOf(key)));
      for (String key : keys) {
        compare(path.isEmpty() ? key : path + "." + key, left.get(key), right.get(key), found);
      }
    } else if (here instanceof List<?> left && there instanceof List<?> right) {
      for (int index = 0; index < Math.max(left.size(), right.size()); index++) {
        compare(
            path + "[" + index + "]",
            index < left.size() ? left.get(index) : null,
            index < right.size() ? right.get(index) : null,
            found);
      }
    } else if (!new Value(here).text().equals(new Value(there).text())) {
      found.add(new Difference(path, shown(here), shown(there)));
    }
  }

  private static String shown(@Nullable Object value) {
    String text = value == null ? "" : new Value(value).json();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
  }
}
