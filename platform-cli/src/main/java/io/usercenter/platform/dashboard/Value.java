package io.usercenter.platform.dashboard;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place in a JSON document; what is missing is null, and has nothing below it. */
record Value(@Nullable Object raw) {

  static Value parse(String json) throws IOException {
    return new Value(JSON.std.anyFrom(json));
  }

  Value at(String... names) {
    Object here = raw;
    for (String name : names) {
      here = here instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return new Value(here);
  }

  List<Value> items() {
    return raw instanceof List<?> list ? list.stream().map(Value::new).toList() : List.of();
  }

  Set<String> names() {
    return raw instanceof Map<?, ?> map
        ? map.keySet().stream().map(String::valueOf).collect(java.util.stream.Collectors.toSet())
        : Set.of();
  }

  String text() {
    return raw == null ? "" : raw.toString();
  }

  int number() {
    return raw instanceof Number number ? number.intValue() : 0;
  }

  /** As a document of its own. */
  String json() {
    try {
      return JSON.std.asString(raw);
    } catch (IOException impossible) {
      throw new UncheckedIOException("it was read from JSON", impossible);
    }
  }

  boolean truth() {
    return Boolean.TRUE.equals(raw);
  }
}
