package io.usercenter.platform.compose;

import io.usercenter.platform.error.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lays one tree over another by the rules of the Compose Specification ("Merge"). */
final class Merge {

  /** Pairs of address pools; real networks have one or two pools. */
  private static final int MOST_POOLS = 10_000;

  private Merge() {}

  /** Changes and gives back the base. */
  static Mapping files(Mapping base, Mapping over) {
    return mappings(base, over, YamlPath.ROOT);
  }

  static Node nodes(Node base, Node over, YamlPath path) {
    Node special = special(base, over, path);
    if (special != null) {
      return special;
    }
    if (Node.isNull(over)) {
      return base;
    }
    if (base instanceof Mapping mapping && over instanceof Mapping other) {
      return mappings(mapping, other, path);
    }
    if (base instanceof Sequence sequence && over instanceof Sequence other) {
      sequence.items().addAll(other.items());
      return sequence;
    }
    if (base instanceof Scalar) {
      return over;
    }
    throw cannot(base, over, path);
  }

  private static UserError cannot(Node base, Node over, YamlPath path) {
    return Report.error(
        over,
        path,
        "'" + path.name() + "' is " + over.kind() + " here",
        "it is " + base.kind() + " in " + base.place() + ", and the two cannot be merged",
        "write " + base.kind() + ", or put '!override' in front of the value to replace it");
  }

  private static Mapping mappings(Mapping base, Mapping over, YamlPath path) {
    for (Map.Entry<String, Node> entry : over.entries().entrySet()) {
      Node before = base.get(entry.getKey());
      Node value = entry.getValue();
      base.put(
          entry.getKey(),
          before == null ? value : nodes(before, value, path.child(entry.getKey())));
    }
    return base;
  }

  private static @Nullable Node special(Node base, Node over, YamlPath path) {
    String[] names = path.names();
    if (names.length < 3) {
      return null;
    }
    return switch (names[0]) {
      case "services" -> service(base, over, path, names);
      case "networks" -> network(base, over, path, names);
      case "volumes" -> names.length == 3 && names[2].equals("labels") ? toList(base, over) : null;
      default -> null;
    };
  }

  private static @Nullable Node network(Node base, Node over, YamlPath path, String[] names) {
    if (names.length == 3 && names[2].equals("labels")) {
      return toList(base, over);
    }
    boolean pools = names.length == 4 && names[2].equals("ipam") && names[3].equals("config");
    return pools ? pools(base, over, path) : null;
  }

  private static @Nullable Node service(Node base, Node over, YamlPath path, String[] names) {
    if (names.length == 3) {
      return switch (names[2]) {
        case "command", "entrypoint" -> over;
        case "annotations",
            "dns",
            "dns_opt",
            "dns_search",
            "env_file",
            "label_file",
            "environment",
            "labels",
            "sysctls",
            "tmpfs" ->
            toList(base, over);
        case "extra_hosts" -> hosts(base, over);
        case "build" -> mappings(build(base), build(over), path);
        case "depends_on" -> mappings(dependencies(base), dependencies(over), path);
        case "networks", "models" -> mappings(keys(base), keys(over), path);
        case "logging" -> logging(base, over, path);
        default -> null;
      };
    }
    if (names.length > 4) {
      return null;
    }
    return switch (names[2] + "." + names[3]) {
      case "build.args", "build.additional_contexts", "build.labels", "deploy.labels" ->
          toList(base, over);
      case "build.extra_hosts" -> hosts(base, over);
      case "healthcheck.test" -> over;
      default -> names[2].equals("ulimits") ? over : null;
    };
  }

  private static Node logging(Node base, Node over, YamlPath path) {
    if (!(base instanceof Mapping one) || !(over instanceof Mapping other)) {
      return over;
    }
    Node driver = one.get("driver");
    Node otherDriver = other.get("driver");
    boolean same = driver == null || otherDriver == null || Nodes.same(driver, otherDriver);
    return same ? mappings(one, other, path) : over;
  }

  private static Mapping build(Node node) {
    Mapping build = new Mapping(node.place());
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    if (Node.text(node) != null) {
      build.put("context", node);
    }
    return build;
  }

  /** A list of names as a mapping to the default conditions. */
  static Mapping dependencies(Node node) {
    Mapping mapping = keys(node);
    if (node instanceof Sequence) {
      for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
        Mapping dependency = new Mapping(entry.getValue().place());
        dependency.set("condition", "service_started");
        dependency.set("required", true);
        entry.setValue(dependency);
      }
    }
    return mapping;
  }

  /** A list of names as a mapping to nothing. */
  static Mapping keys(Node node) {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    Mapping mapping = new Mapping(node.place());
    if (node instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        if (item instanceof Scalar scalar) {
          mapping.put(Figures.text(scalar.value()), new Scalar(item.place(), null));
        }
      }
    }
    return mapping;
  }

  private static Sequence toList(Node base, Node over) {
    List<Node> items = items(base);
    items.addAll(items(over));
    return new Sequence(base.place(), items);
  }

  private static Sequence hosts(Node base, Node over) {
    List<Node> items = items(base);
    Set<@Nullable Object> known = new HashSet<>();
    items.forEach(item -> known.add(value(item)));
    for (Node item : items(over)) {
      if (known.add(value(item))) {
        items.add(item);
      }
    }
    return new Sequence(base.place(), items);
  }

  private static @Nullable Object value(Node node) {
    return node instanceof Scalar scalar ? scalar.value() : node;
  }

  private static List<Node> items(Node node) {
    return switch (node) {
      case Sequence sequence -> new ArrayList<>(sequence.items());
      case Scalar scalar ->
          scalar.value() instanceof String ? new ArrayList<>(List.of(scalar)) : new ArrayList<>();
      case Mapping mapping -> pairs(mapping);
    };
  }

  private static List<Node> pairs(Mapping mapping) {
    List<Node> pairs = new ArrayList<>();
    for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
      String key = entry.getKey();
      switch (entry.getValue()) {
        case Scalar scalar -> pairs.add(pair(scalar, key));
        case Sequence sequence -> {
          for (Node item : sequence.items()) {
            if (item instanceof Scalar scalar) {
              pairs.add(new Scalar(item.place(), key + "=" + Figures.text(scalar.value())));
            }
          }
        }
        case Mapping other -> pairs.add(other);
      }
    }
    pairs.sort(
        Comparator.comparing(
            node -> node instanceof Scalar scalar ? Figures.text(scalar.value()) : ""));
    return pairs;
  }

  private static Scalar pair(Scalar scalar, String key) {
    Object value = scalar.value();
    return new Scalar(scalar.place(), value == null ? key : key + "=" + Figures.text(value));
  }

  private static Node pools(Node base, Node over, YamlPath path) {
    if (!(base instanceof Sequence originals) || !(over instanceof Sequence overrides)) {
      throw cannot(base, over, path);
    }
    if ((long) originals.size() * overrides.size() > MOST_POOLS) {
      throw Report.error(
          over,
          path,
          "'config' has too many pools",
          originals.size() + " and " + overrides.size() + " pools would have to be compared",
          "put them into one file");
    }
    Sequence pools = new Sequence(base.place());
    for (Node original : originals.items()) {
      Mapping right = keys(original);
      for (Node each : overrides.items()) {
        Mapping left = keys(each);
        int known = indexOf(pools, left.get("subnet"));
        if (!Nodes.same(left.get("subnet"), right.get("subnet")) && known < 0) {
          pools.add(left);
          continue;
        }
        Mapping merged = mappings(right, left, path);
        int at = indexOf(pools, merged.get("subnet"));
        if (at < 0) {
          pools.add(merged);
        } else {
          pools.items().set(at, merged);
        }
      }
    }
    return pools;
  }

  private static int indexOf(Sequence pools, @Nullable Node subnet) {
    for (int i = 0; i < pools.size(); i++) {
      if (pools.items().get(i) instanceof Mapping pool && Nodes.same(pool.get("subnet"), subnet)) {
        return i;
      }
    }
    return -1;
  }
}
