package io.usercenter.platform.compose;

import org.jspecify.annotations.Nullable;

/**
 * Text, a number (Long or Double), a Boolean, a {@link Timestamp}, nothing, or {@link #UNKNOWN}.
 */
record Scalar(Place place, @Nullable Object value) implements Node {

  /** Stands for a value that could not be worked out and was already reported. */
  static final Object UNKNOWN =
      new Object() {
        @Override
        public String toString() {
          return "?";
        }
      };

  /** A date or time, which YAML knows and no Compose attribute takes. */
  record Timestamp(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  public Scalar copy(Place newPlace) {
    return new Scalar(newPlace, value);
  }

  boolean isUnknown() {
    return value == UNKNOWN;
  }

  @Override
  public String kind() {
    return switch (value) {
      case null -> "nothing";
      case String _ -> "text";
      case Long _ -> "a whole number";
      case Double _ -> "a number";
      case Boolean truth -> "the truth value " + truth;
      case Timestamp _ -> "a date";
      default -> "a value";
    };
  }
}
