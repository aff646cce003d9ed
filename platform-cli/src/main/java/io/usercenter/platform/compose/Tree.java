package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed access to plain trees. */
final class Tree {

  private Tree() {}

  @SuppressWarnings("unchecked") // keys of plain trees are always text
  static @Nullable Map<String, @Nullable Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : null;
  }

  static Map<String, @Nullable Object> mapOrEmpty(@Nullable Object value) {
    Map<String, @Nullable Object> map = map(value);
    return map == null ? Map.of() : map;
  }

  @SuppressWarnings("unchecked") // lists of plain trees hold plain values
  static List<@Nullable Object> list(@Nullable Object value) {
    return value instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
  }

  static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  /** The mappings below a key; what is no mapping counts as an empty one. */
  static Map<String, Map<String, @Nullable Object>> children(
      Map<String, @Nullable Object> tree, String key) {
    Map<String, Map<String, @Nullable Object>> children = new LinkedHashMap<>();
    mapOrEmpty(tree.get(key)).forEach((name, value) -> children.put(name, mapOrEmpty(value)));
    return children;
  }

  static List<Map<String, @Nullable Object>> items(@Nullable Object value) {
    List<Map<String, @Nullable Object>> items = new ArrayList<>();
    for (Object item : list(value)) {
      items.add(mapOrEmpty(item));
    }
    return items;
  }

  /** A copy with every dollar in keys and texts doubled. */
  static @Nullable Object doubleDollars(@Nullable Object value) {
    if (value instanceof String text) {
      return text.indexOf('$') < 0 ? text : text.replace("$", "$$");
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(((String) key).replace("$", "$$"), doubleDollars(each)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      for (Object each : list) {
        copy.add(doubleDollars(each));
      }
      return copy;
    }
    return value;
  }
}
