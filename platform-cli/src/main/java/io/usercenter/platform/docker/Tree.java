package io.usercenter.platform.docker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads plain maps and lists: JSON of the engine, and the canonical Compose model. */
final class Tree {

  private Tree() {}

  @SuppressWarnings("unchecked") // JSON and the canonical model have text keys only
  static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  static Map<String, Object> map(Map<String, ?> parent, String key) {
    return map(parent.get(key));
  }

  @SuppressWarnings("unchecked") // elements are looked at one by one
  static List<Object> list(@Nullable Object value) {
    return value instanceof List<?> list ? (List<Object>) list : List.of();
  }

  static List<Object> list(Map<String, ?> parent, String key) {
    return list(parent.get(key));
  }

  static List<String> texts(Map<String, ?> parent, String key) {
    return list(parent, key).stream().map(String::valueOf).toList();
  }

  /** Empty when it is missing. */
  static String text(Map<String, ?> parent, String key) {
    Object value = parent.get(key);
    return value == null ? "" : String.valueOf(value);
  }

  /** Zero when it is missing. */
  static long number(Map<String, ?> parent, String key) {
    Object value = parent.get(key);
    if (value instanceof Number number) {
      return number.longValue();
    }
    String text = text(parent, key);
    return text.isEmpty() ? 0 : new java.math.BigDecimal(text).longValue();
  }

  static boolean truth(Map<String, ?> parent, String key) {
    return Boolean.TRUE.equals(parent.get(key));
  }

  /** Values as text, in their order; those without a value are left out. */
  static Map<String, String> textMap(Map<String, ?> parent, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    map(parent, key)
        .forEach((name, value) -> {
          if (value != null) {
            texts.put(name, String.valueOf(value));
          }
        });
    return texts;
  }
}
