package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of list items that mean the same thing, such as two volumes at one target, the last one.
 */
final class Unicity {

  private Unicity() {}

  static void enforce(Mapping root) {
    mapping(root, YamlPath.ROOT);
  }

  private static void mapping(Mapping mapping, YamlPath path) {
    for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
      if (entry.getValue() instanceof Mapping below) {
        mapping(below, path.child(entry.getKey()));
      } else if (entry.getValue() instanceof Sequence sequence) {
        sequence(sequence, path.child(entry.getKey()));
      }
    }
  }

  private static void sequence(Sequence sequence, YamlPath path) {
    String rule = rule(path);
    if (rule == null) {
      return;
    }
    Map<String, Integer> seen = new HashMap<>();
    List<Node> kept = new ArrayList<>(sequence.size());
    int index = 0;
    for (Node item : sequence.items()) {
      String key = key(rule, item, path.item(index++));
      Integer before = key == null ? null : seen.get(key);
      if (before != null) {
        kept.set(before, item);
        continue;
      }
      if (key != null) {
        seen.put(key, kept.size());
      }
      kept.add(item);
    }
    if (kept.size() < sequence.size()) {
      sequence.items().clear();
      sequence.items().addAll(kept);
    }
  }

  private static @Nullable String rule(YamlPath path) {
    String[] names = path.names();
    if (names.length < 3) {
      return null;
    }
    if (names[0].equals("networks")) {
      boolean pairs = names.length == 3 && names[2].equals("labels");
      return pairs ? "pairs" : null;
    }
    if (!names[0].equals("services")) {
      return null;
    }
    return names.length == 3 ? serviceRule(names[2]) : deepRule(names);
  }

  private static @Nullable String serviceRule(String attribute) {
    return switch (attribute) {
      case "annotations",
          "cap_add",
          "cap_drop",
          "dns",
          "dns_opt",
          "dns_search",
          "environment",
          "labels",
          "links",
          "profiles",
          "sysctls",
          "tmpfs" ->
          "pairs";
      case "devices", "configs", "secrets", "env_file", "expose", "ports", "volumes" -> attribute;
      default -> null;
    };
  }

  private static @Nullable String deepRule(String[] names) {
    if (names.length == 5) {
      boolean lists = names[4].equals("aliases") || names[4].equals("link_local_ips");
      return lists && names[2].equals("networks") ? "pairs" : null;
    }
    if (names.length != 4) {
      return null;
    }
    return switch (names[2] + "." + names[3]) {
      case "build.args",
          "build.additional_contexts",
          "build.tags",
          "build.labels",
          "deploy.labels" ->
          "pairs";
      default -> null;
    };
  }

  /** What makes the item the same as another; null when nothing does. */
  private static @Nullable String key(String rule, Node item, YamlPath path) {
    return switch (rule) {
      case "pairs" -> pairKey(item);
      case "configs" -> mountKey(item, "");
      case "secrets" -> mountKey(item, "/run/secrets");
      case "env_file" -> item instanceof Mapping file ? file.text("path") : Node.text(item);
      case "expose" -> item instanceof Scalar scalar ? Figures.text(scalar.value()) : null;
      case "ports" -> portKey(item);
      case "volumes" -> volumeKey(item, path);
      default -> deviceKey(item);
    };
  }

  private static @Nullable String pairKey(Node item) {
    String text = Node.text(item);
    int equals = text == null ? -1 : text.indexOf('=');
    return text == null || equals < 0 ? text : text.substring(0, equals);
  }

  private static @Nullable String mountKey(Node item, String directory) {
    if (item instanceof Mapping mount) {
      String target = mount.text("target");
      return target == null ? directory + "/" + mount.text("source") : target;
    }
    String text = Node.text(item);
    return text == null ? null : directory + "/" + text;
  }

  private static @Nullable String portKey(Node item) {
    if (!(item instanceof Mapping port)) {
      return item instanceof Scalar scalar ? Figures.text(scalar.value()) : null;
    }
    return value(port, "host_ip", "0.0.0.0")
        + ":"
        + value(port, "published", "%")
        + ":"
        + value(port, "target", "%")
        + "/"
        + value(port, "protocol", "tcp");
  }

  private static String value(Mapping mapping, String key, String otherwise) {
    return mapping.get(key) instanceof Scalar scalar && scalar.value() != null
        ? Figures.text(scalar.value())
        : otherwise;
  }

  private static @Nullable String volumeKey(Node item, YamlPath path) {
    if (item instanceof Mapping volume) {
      return volume.text("target");
    }
    String text = Node.text(item);
    return text == null ? null : VolumeSyntax.target(text, item, path);
  }

  private static @Nullable String deviceKey(Node item) {
    if (item instanceof Mapping device) {
      return device.text("target");
    }
    String text = Node.text(item);
    if (text == null) {
      return null;
    }
    String[] parts = text.split(":", -1);
    return parts.length == 1 ? parts[0] : parts[1];
  }
}
