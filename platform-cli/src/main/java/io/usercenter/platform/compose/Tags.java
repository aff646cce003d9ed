package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Folds {@code <<} into their mappings and takes out {@code !reset}; both tags leave the paths at
 * which earlier files lose their value.
 */
final class Tags {

  /** The value of a node tagged {@code !reset}. */
  static final Object RESET =
      new Object() {
        @Override
        public String toString() {
          return "!reset";
        }
      };

  private final List<YamlPath> cleared = new ArrayList<>();

  private Tags() {}

  static void markOverride(Node node) {
    switch (node) {
      case Mapping mapping -> mapping.markOverride();
      case Sequence sequence -> sequence.markOverride();
      case Scalar _ -> {
        // A scalar replaces what was there anyway.
      }
    }
  }

  /** Changes the tree in place; gives the paths to clear in what was loaded before. */
  static List<YamlPath> fold(Node root) {
    Tags tags = new Tags();
    tags.walk(root, YamlPath.ROOT);
    return tags.cleared;
  }

  /** Removes the mapping entries at these paths. */
  static void clear(Mapping tree, List<YamlPath> paths) {
    for (YamlPath path : paths) {
      clear(tree, path.names());
    }
  }

  private static void clear(Mapping tree, String[] names) {
    Mapping at = tree;
    for (int i = 0; i < names.length - 1; i++) {
      Mapping next = at.mapping(names[i]);
      if (next == null) {
        return;
      }
      at = next;
    }
    if (names.length > 0) {
      at.remove(names[names.length - 1]);
    }
  }

  private void walk(Node node, YamlPath path) {
    if (node instanceof Mapping mapping) {
      walk(mapping, path);
    } else if (node instanceof Sequence sequence) {
      walk(sequence, path);
    }
  }

  private void walk(Sequence sequence, YamlPath path) {
    if (sequence.override()) {
      cleared.add(path);
    }
    int index = 0;
    for (Iterator<Node> items = sequence.items().iterator(); items.hasNext(); index++) {
      Node item = items.next();
      if (isReset(item)) {
        items.remove();
      } else {
        walk(item, path.item(index));
      }
    }
  }

  private void walk(Mapping mapping, YamlPath path) {
    if (mapping.override()) {
      cleared.add(path);
    }
    for (Iterator<Map.Entry<String, Node>> entries = mapping.entries().entrySet().iterator();
        entries.hasNext(); ) {
      Map.Entry<String, Node> entry = entries.next();
      YamlPath at = path.child(entry.getKey());
      if (isReset(entry.getValue())) {
        cleared.add(at);
        entries.remove();
      } else {
        walk(entry.getValue(), at);
      }
    }
    for (Mapping merged : mapping.merged()) {
      walk(merged, path);
      merged.entries().forEach((key, value) -> mapping.entries().putIfAbsent(key, value));
    }
    mapping.merged().clear();
  }

  private static boolean isReset(Node node) {
    return node instanceof Scalar scalar && scalar.value() == RESET;
  }
}
