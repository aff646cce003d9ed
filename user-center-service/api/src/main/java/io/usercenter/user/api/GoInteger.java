package io.usercenter.user.api;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** Reads an int64 with the words of Go's {@code strconv}, which callers know from the ancestor. */
final class GoInteger {
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+");

  private GoInteger() {}

  /** Throws {@link NumberFormatException} with Go's message. */
  static long parse(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw failure(text, "invalid syntax");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw failure(text, "value out of range");
    }
  }

  private static NumberFormatException failure(String text, String reason) {
    return new NumberFormatException(
        "strconv.ParseInt: parsing %s: %s".formatted(quoted(text), reason));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(point -> append(quoted, point));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, int point) {
    switch (point) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case 0x07 -> quoted.append("\\a");
      case '\b' -> quoted.append("\\b");
      case '\f' -> quoted.append("\\f");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case 0x0b -> quoted.append("\\v");
      default -> {
        if (point < ' ' || point == 0x7f) {
          quoted.append("\\x").append(HexFormat.of().toHexDigits((byte) point));
        } else if (!Character.isDefined(point) || Character.isISOControl(point)) {
          quoted.append("\\u%04x".formatted(point));
        } else {
          quoted.appendCodePoint(point);
        }
      }
    }
  }
}
