package io.usercenter.platform.compose;

import org.jspecify.annotations.Nullable;

/**
 * A YAML value that knows where it was written; trees are built, changed and dropped by one load.
 */
sealed interface Node permits Mapping, Sequence, Scalar {

  /** The key for the value of a mapping entry, the value itself for an item of a list. */
  Place place();

  /** The same value, deeply copied, written somewhere else. */
  Node copy(Place place);

  /** What a user would call this value: text, number, list... */
  String kind();

  default Node copy() {
    return copy(place());
  }

  static @Nullable Mapping mapping(@Nullable Node node) {
    return node instanceof Mapping mapping ? mapping : null;
  }

  static @Nullable Sequence sequence(@Nullable Node node) {
    return node instanceof Sequence sequence ? sequence : null;
  }

  /** The text of a text scalar, null for everything else. */
  static @Nullable String text(@Nullable Node node) {
    return node instanceof Scalar(Place _, String text) ? text : null;
  }

  static boolean isNull(@Nullable Node node) {
    return node instanceof Scalar scalar && scalar.value() == null;
  }
}
