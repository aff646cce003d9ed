package io.usercenter.user.config;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** One mapping of the file as written: keys whatever their case, where they are, who asked. */
final class Block {
  private final ConfigFile file;
  private final String path;
  private final boolean present;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  Block(ConfigFile file, String path, @Nullable Node node) {
    this.file = file;
    this.path = path;
    present = node instanceof MappingNode;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::add);
    }
  }

  private void add(NodeTuple entry) {
    if (!(entry.getKeyNode() instanceof ScalarNode key)) {
      return;
    }
    NodeTuple first = entries.put(key.getValue().toLowerCase(Locale.ROOT), entry);
    if (first != null) {
      problem(
          "'%s' is given twice".formatted(path(key.getValue())),
          file.at(key),
          "it is also in line " + ConfigFile.line(first.getKeyNode()),
          "remove one of them");
    }
  }

  boolean present() {
    return present;
  }

  ConfigFile file() {
    return file;
  }

  @Nullable Node node(String key) {
    asked.add(key);
    NodeTuple entry = entries.get(key.toLowerCase(Locale.ROOT));
    return entry == null ? null : entry.getValueNode();
  }

  /** The text with its references replaced; nothing when it is absent or empty. */
  Optional<String> scalar(String key) {
    Node node = node(key);
    if (node != null && !(node instanceof ScalarNode)) {
      problem(
          "'%s' is not a single value".formatted(path(key)),
          file.at(node),
          "it is a block or a list",
          "write '%s: VALUE'".formatted(key));
    }
    if (!(node instanceof ScalarNode scalar)) {
      return Optional.empty();
    }
    String value = expanded(key, scalar.getValue(), scalar);
    return value.isEmpty() ? Optional.empty() : Optional.of(taken(key, value));
  }

  String expanded(String key, String text, Node node) {
    try {
      return file.environment().expand(text);
    } catch (Environment.Undefined e) {
      problem(
          "'%s' cannot be resolved".formatted(path(key)),
          file.at(node),
          String.valueOf(e.getMessage()),
          "export %1$s=..., or write ${%1$s:-default}".formatted(e.variable()));
      return "";
    }
  }

  <T> T taken(String key, T value) {
    file.took(path(key), value);
    return value;
  }

  void problem(String what, String where, String why, String fix) {
    file.problems().add(what, where, why, fix);
  }

  void remark(List<String> keys, String text) {
    String names = keys.stream().map(key -> "'" + path(key) + "'").collect(joining(", "));
    file.remark("%s: %s %s".formatted(where(keys.getFirst()), names, text));
  }

  void noteIgnoredKeys() {
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        ScalarNode key = (ScalarNode) entry.getValue().getKeyNode();
        String hint =
            Nearest.within(entry.getKey(), asked)
                .map(near -> ", did you mean '" + near + "'?")
                .orElse("");
        file.remark("%s: '%s' is not used%s".formatted(file.at(key), path(key.getValue()), hint));
      }
    }
  }

  String where(String key) {
    NodeTuple entry = entries.get(key.toLowerCase(Locale.ROOT));
    return entry == null ? file.path() : file.at(entry.getKeyNode());
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
