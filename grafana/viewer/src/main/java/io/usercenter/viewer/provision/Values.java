package io.usercenter.viewer.provision;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ways into a tree of maps and lists, as parsers of YAML and JSON make them. */
public final class Values {

  private Values() {}

  /** An object; an empty one when there is none. */
  public static Map<String, @Nullable Object> map(@Nullable Object value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, element) -> map.put(String.valueOf(key), element));
    }
    return map;
  }

  /** An array; an empty one when there is none. */
  public static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /** A scalar as text; {@code otherwise} when there is none. */
  public static String text(@Nullable Object value, String otherwise) {
    return value == null || value instanceof Map || value instanceof List
        ? otherwise
        : value.toString();
  }

  /** A number; {@code otherwise} when it is none. */
  public static long number(@Nullable Object value, long otherwise) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    try {
      return value instanceof String text ? Long.parseLong(text.strip()) : otherwise;
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }
}
