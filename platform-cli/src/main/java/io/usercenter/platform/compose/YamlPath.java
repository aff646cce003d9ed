package io.usercenter.platform.compose;

import org.jspecify.annotations.Nullable;

/** A way down a YAML tree, such as {@code services.api.ports[0]}; the root has no name. */
record YamlPath(@Nullable YamlPath parent, String name) {

  static final YamlPath ROOT = new YamlPath(null, "");

  YamlPath child(String key) {
    return new YamlPath(this, key);
  }

  YamlPath item(int index) {
    return new YamlPath(this, "[" + index + "]");
  }

  static YamlPath of(String... names) {
    YamlPath path = ROOT;
    for (String name : names) {
      path = path.child(name);
    }
    return path;
  }

  boolean isRoot() {
    return parent == null;
  }

  boolean isItem() {
    return name.startsWith("[");
  }

  int depth() {
    int depth = 0;
    for (YamlPath at = this; at.parent != null; at = at.parent) {
      depth++;
    }
    return depth;
  }

  /** Names from the root down; items as {@code [n]}. */
  String[] names() {
    String[] names = new String[depth()];
    int at = names.length;
    for (YamlPath path = this; path.parent != null; path = path.parent) {
      names[--at] = path.name;
    }
    return names;
  }

  @Override
  public String toString() {
    if (parent == null) {
      return "the top level";
    }
    StringBuilder text = new StringBuilder();
    for (String each : names()) {
      if (!text.isEmpty() && !each.startsWith("[")) {
        text.append('.');
      }
      text.append(each);
    }
    return text.toString();
  }
}
