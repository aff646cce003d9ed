package io.usercenter.collector.span;

import java.util.HexFormat;

/**
 * A typed attribute.
 *
 * @param value a String, Boolean, Long or Double; of binary the hex digits
 */
public record Tag(String key, Type type, Object value) {

  /** The types Jaeger knows, by the names they have in its documents. */
  public enum Type {
    STRING("string"),
    BOOL("bool"),
    INT64("int64"),
    FLOAT64("float64"),
    BINARY("binary");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    /** The type of that name, a string for any other. */
    static Type of(String text) {
      for (Type type : values()) {
        if (type.text.equals(text)) {
          return type;
        }
      }
      return STRING;
    }
  }

  public static Tag of(String key, String value) {
    return new Tag(key, Type.STRING, value);
  }

  public static Tag of(String key, boolean value) {
    return new Tag(key, Type.BOOL, value);
  }

  public static Tag of(String key, long value) {
    return new Tag(key, Type.INT64, value);
  }

  public static Tag of(String key, double value) {
    return new Tag(key, Type.FLOAT64, value);
  }

  public static Tag of(String key, byte[] value) {
    return new Tag(key, Type.BINARY, HexFormat.of().formatHex(value));
  }

  /** The value as text; of doubles as JavaScript has it. */
  public String text() {
    return value.toString();
  }
}
