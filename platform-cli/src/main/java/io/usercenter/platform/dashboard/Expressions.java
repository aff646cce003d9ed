package io.usercenter.platform.dashboard;

import io.usercenter.platform.dashboard.Dashboard.Variable;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;

/** Variables in the text of a dashboard. */
final class Expressions {

  /** What Grafana itself knows, with a value that fits. */
  private static final Map<String, String> BUILT_IN =
      Map.of(
          "__rate_interval", "1m",
          "__interval", "15s",
          "__interval_ms", "15000",
          "__range", "1h",
          "__range_s", "3600",
          "__range_ms", "3600000",
          "__all", ".*");

  private Expressions() {}

  /** Names of the variables that are used, without those Grafana knows. */
  static Set<String> uses(String text) {
    Set<String> names = new HashSet<>();
    Matcher matcher = Variable.USE.matcher(text);
    while (matcher.find()) {
      String name = name(matcher);
      if (!name.startsWith("__")) {
        names.add(name);
      }
    }
    return names;
  }

  /**
   * A query as it may be sent; without a value a variable stands for everything.
   *
   * @param chosen values by name
   */
  static String fill(String text, Map<String, String> chosen) {
    return Variable.USE
        .matcher(text)
        .replaceAll(use -> {
          String name = name(use);
          String value = chosen.getOrDefault(name, BUILT_IN.getOrDefault(name, ".*"));
          return Matcher.quoteReplacement(value);
        });
  }

  static String name(MatchResult use) {
    for (int group = 1; group <= use.groupCount(); group++) {
      if (use.group(group) != null) {
        return use.group(group);
      }
    }
    throw new IllegalStateException("a use without a name");
  }
}
