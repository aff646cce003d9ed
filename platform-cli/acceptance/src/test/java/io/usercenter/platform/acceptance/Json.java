package io.usercenter.platform.acceptance;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An object the program answered with. */
record Json(Map<String, Object> members) {

  static Json parse(String text) {
    try {
      return new Json(JSON.std.mapFrom(text));
    } catch (IOException failure) {
      throw new UncheckedIOException("no JSON object: " + text, failure);
    }
  }

  String text(String name) {
    return String.valueOf(members.get(name));
  }

  long number(String name) {
    return members.get(name) instanceof Number number ? number.longValue() : -1;
  }

  Json object(String name) {
    return of(Objects.requireNonNull(members.get(name), name));
  }

  List<Json> objects(String name) {
    return members.get(name) instanceof List<?> list
        ? list.stream().map(Json::of).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked") // the keys of a JSON object are texts
  private static Json of(Object value) {
    return new Json((Map<String, Object>) value);
  }
}
