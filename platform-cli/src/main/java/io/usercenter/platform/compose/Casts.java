package io.usercenter.platform.compose;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns text into the number or truth value an attribute takes, so that variables can give it. */
final class Casts {

  private static final Set<String> TRUTHS =
      Set.of(
          "init",
          "healthcheck.disable",
          "oom_kill_disable",
          "privileged",
          "read_only",
          "stdin_open",
          "tty",
          "volumes[].read_only",
          "volumes[].volume.nocopy");
  private static final Set<String> WHOLES =
      Set.of(
          "cpu_count",
          "cpu_period",
          "cpu_quota",
          "cpu_rt_period",
          "cpu_rt_runtime",
          "cpu_shares",
          "deploy.replicas",
          "deploy.update_config.parallelism",
          "deploy.rollback_config.parallelism",
          "deploy.restart_policy.max_attempts",
          "deploy.placement.max_replicas_per_node",
          "healthcheck.retries",
          "oom_score_adj",
          "pids_limit",
          "ports[].target",
          "scale");
  private static final Set<String> NUMBERS =
      Set.of(
          "cpu_percent",
          "cpus",
          "deploy.update_config.max_failure_ratio",
          "deploy.rollback_config.max_failure_ratio");
  private static final Map<String, Set<String>> TOP_TRUTHS =
      Map.of(
          "networks", Set.of("external", "internal", "attachable", "enable_ipv4", "enable_ipv6"),
          "volumes", Set.of("external"),
          "secrets", Set.of("external"),
          "configs", Set.of("external"));

  private Casts() {}

  /** The value, or {@link Scalar#UNKNOWN} when the text is none the attribute takes. */
  static Object cast(YamlPath path, String text) {
    String[] names = path.names();
    if (names.length < 3) {
      return text;
    }
    if (!names[0].equals("services")) {
      boolean truth =
          names.length == 3 && TOP_TRUTHS.getOrDefault(names[0], Set.of()).contains(names[2]);
      return truth ? orUnknown(truth(text)) : text;
    }
    String attribute = attribute(names);
    if (TRUTHS.contains(attribute)) {
      return orUnknown(truth(text));
    }
    if (WHOLES.contains(attribute) || isUlimit(names)) {
      return orUnknown(whole(text));
    }
    return NUMBERS.contains(attribute) ? orUnknown(number(text)) : text;
  }

  private static Object orUnknown(@Nullable Object value) {
    return value == null ? Scalar.UNKNOWN : value;
  }

  private static boolean isUlimit(String[] names) {
    return names[2].equals("ulimits")
        && (names.length == 4
            || (names.length == 5 && (names[4].equals("soft") || names[4].equals("hard"))));
  }

  private static String attribute(String[] names) {
    if (names.length == 3) {
      return names[2];
    }
    StringBuilder attribute = new StringBuilder(names[2]);
    for (int i = 3; i < names.length; i++) {
      attribute.append(names[i].startsWith("[") ? "[]" : "." + names[i]);
    }
    return attribute.toString();
  }

  /** YAML 1.1 words for true and false (yaml.org/type/bool.html); null for others. */
  static @Nullable Boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "y", "yes", "on" -> Boolean.TRUE;
      case "false", "n", "no", "off" -> Boolean.FALSE;
      default -> null;
    };
  }

  static @Nullable Long whole(String text) {
    try {
      return text.isEmpty() || text.length() > 20 ? null : Long.valueOf(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  static @Nullable Double number(String text) {
    if (text.isEmpty() || text.length() > 400 || text.charAt(0) <= ' ') {
      return null;
    }
    if ("dDfF \t\n\r".indexOf(text.charAt(text.length() - 1)) >= 0) {
      return null;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }
}
