package io.usercenter.platform.compose;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted YAML scalar means: the core schema of YAML 1.2 plus octal numbers, underscores
 * and dates of 1.1, as the reference implementation of Compose reads them.
 */
final class PlainScalar {

  private static final BigInteger LONGEST = BigInteger.TWO.pow(64);

  private PlainScalar() {}

  static @Nullable Object resolve(String text) {
    if (text.isEmpty()) {
      return null;
    }
    char first = text.charAt(0);
    if (Letters.isDigit(first) || first == '+' || first == '-' || first == '.') {
      Object number = number(text);
      return number == null ? text : number;
    }
    return switch (text) {
      case "~", "null", "Null", "NULL" -> null;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> text;
    };
  }

  private static @Nullable Object number(String text) {
    return switch (text) {
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
      case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
      case ".nan", ".NaN", ".NAN" -> Double.NaN;
      default -> isTimestamp(text) ? new Scalar.Timestamp(text) : finite(text);
    };
  }

  private static @Nullable Object finite(String text) {
    String plain = text.indexOf('_') < 0 ? text : text.replace("_", "");
    Object whole = whole(plain);
    return whole == null ? fraction(plain) : whole;
  }

  private static @Nullable Object whole(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int radix = 10;
    if (digits.length() > 2 && digits.charAt(0) == '0' && Character.isLetter(digits.charAt(1))) {
      radix =
          switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
          };
      digits = digits.substring(2);
    } else if (digits.length() > 1 && digits.charAt(0) == '0') {
      radix = 8;
    }
    if (radix == 0 || digits.isEmpty() || digits.length() > 64 || !allDigits(digits, radix)) {
      return null;
    }
    return number(new BigInteger(digits, radix), negative);
  }

  private static @Nullable Object number(BigInteger size, boolean negative) {
    BigInteger value = negative ? size.negate() : size;
    if (value.bitLength() < 64) {
      return value.longValue();
    }
    return value.signum() > 0 && value.compareTo(LONGEST) < 0 ? (Object) value.doubleValue() : null;
  }

  private static boolean allDigits(String text, int radix) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 'f' || Character.digit(c, radix) < 0) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Double fraction(String text) {
    boolean digit = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      digit |= Letters.isDigit(c);
      if (!Letters.isDigit(c) && ".+-eE".indexOf(c) < 0) {
        return null;
      }
    }
    if (!digit || text.startsWith("e") || text.startsWith("E")) {
      return null;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  /** {@code 2020-01-31}, optionally followed by a time. */
  private static boolean isTimestamp(String text) {
    if (text.length() < 8 || text.charAt(4) != '-' || !allDigits(text.substring(0, 4), 10)) {
      return false;
    }
    int at = skipDigits(text, 5, 2);
    if (at == 5 || at >= text.length() || text.charAt(at) != '-') {
      return false;
    }
    int end = skipDigits(text, at + 1, 2);
    if (end == at + 1 || !isDate(text.substring(5, at), text.substring(at + 1, end))) {
      return false;
    }
    return end == text.length() || isTime(text.substring(end));
  }

  private static boolean isDate(String month, String day) {
    int m = Integer.parseInt(month);
    int d = Integer.parseInt(day);
    return m >= 1 && m <= 12 && d >= 1 && d <= 31;
  }

  private static boolean isTime(String text) {
    if (text.charAt(0) != 'T' && text.charAt(0) != 't' && text.charAt(0) != ' ') {
      return false;
    }
    int colons = 0;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      colons += c == ':' ? 1 : 0;
      if ((c < '0' || c > '9') && ":.Z+- ".indexOf(c) < 0) {
        return false;
      }
    }
    return colons >= 2;
  }

  private static int skipDigits(String text, int from, int most) {
    int at = from;
    while (at < text.length() && at < from + most && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
