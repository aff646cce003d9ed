package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Comparison of nodes by content, and their plain form. */
final class Nodes {

  private Nodes() {}

  static boolean same(@Nullable Node one, @Nullable Node other) {
    if (one instanceof Scalar scalar) {
      return other instanceof Scalar that && Objects.equals(scalar.value(), that.value());
    }
    if (one instanceof Sequence sequence) {
      return other instanceof Sequence that && sameItems(sequence, that);
    }
    if (one instanceof Mapping mapping) {
      return other instanceof Mapping that && sameEntries(mapping, that);
    }
    return other == null;
  }

  /** How many values a tree has. */
  static int size(Node node) {
    int size = 1;
    if (node instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        size += size(item);
      }
    } else if (node instanceof Mapping mapping) {
      for (Node value : mapping.entries().values()) {
        size += size(value);
      }
      for (Mapping merged : mapping.merged()) {
        size += size(merged);
      }
    }
    return size;
  }

  /** A hash that goes with {@link #same}. */
  static int hash(Node node) {
    if (node instanceof Scalar scalar) {
      return Objects.hashCode(scalar.value());
    }
    int hash = 1;
    if (node instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        hash = 31 * hash + hash(item);
      }
    } else if (node instanceof Mapping mapping) {
      for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
        hash += entry.getKey().hashCode() ^ (31 * hash(entry.getValue()));
      }
    }
    return hash;
  }

  private static boolean sameItems(Sequence one, Sequence other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!same(one.items().get(i), other.items().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameEntries(Mapping one, Mapping other) {
    if (!one.entries().keySet().equals(other.entries().keySet())) {
      return false;
    }
    for (Map.Entry<String, Node> entry : one.entries().entrySet()) {
      if (!same(entry.getValue(), other.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /** Maps, lists, text, Long, Double, Boolean and null. */
  static @Nullable Object plain(Node node) {
    if (node instanceof Sequence sequence) {
      List<@Nullable Object> list = new ArrayList<>(sequence.size());
      for (Node item : sequence.items()) {
        list.add(plain(item));
      }
      return list;
    }
    if (node instanceof Mapping mapping) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      mapping.entries().forEach((key, value) -> map.put(key, plain(value)));
      return map;
    }
    @Nullable Object value = ((Scalar) node).value();
    return value instanceof Scalar.Timestamp time ? time.text() : value;
  }
}
