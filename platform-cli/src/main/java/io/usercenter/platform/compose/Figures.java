package io.usercenter.platform.compose;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers, byte sizes and durations in the notation of the reference implementation. */
final class Figures {

  private static final long SECOND = 1_000_000_000L;
  private static final String SIZES = "kmgtp";

  private Figures() {}

  /** A scalar as text: numbers as short as they can be, nothing as the empty text. */
  static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Double number ? number(number) : value.toString();
  }

  /** Shortest notation; an exponent below 1e-4 and from 1e21 on. */
  static String number(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exact.signum() == 0 || (exponent >= -4 && exponent < 21)) {
      return exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** {@code 1.5g}, {@code 64 MiB}, {@code 100}: bytes, powers of 1024; null when it is no size. */
  static @Nullable Long bytes(String text) {
    int at = text.length() - 1;
    while (at >= 0 && "0123456789. ".indexOf(text.charAt(at)) < 0) {
      at--;
    }
    if (at < 0) {
      return null;
    }
    Double number = decimal(text.substring(0, text.charAt(at) == ' ' ? at : at + 1));
    String unit = text.substring(at + 1).toLowerCase(Locale.ROOT);
    if (number == null || number < 0) {
      return null;
    }
    if (unit.isEmpty() || unit.equals("b")) {
      return number.longValue();
    }
    int power = SIZES.indexOf(unit.charAt(0)) + 1;
    boolean known =
        unit.length() == 1 || unit.substring(1).equals("b") || unit.substring(1).equals("ib");
    return power > 0 && known ? (Long) (long) (number * Math.pow(1024, power)) : null;
  }

  private static @Nullable Double decimal(String text) {
    return text.isEmpty() ? null : Casts.number(text);
  }

  /** {@code 1h30m}, {@code 1.5s}, {@code 2d}: nanoseconds; null when it is no duration. */
  static @Nullable Long duration(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return 0L;
    }
    if (rest.isEmpty()) {
      return null;
    }
    double total = 0;
    long exact = 0;
    int at = 0;
    while (at < rest.length()) {
      int number = skip(rest, at, true);
      int unit = skip(rest, number, false);
      Long size = unit(rest.substring(number, unit));
      String digits = rest.substring(at, number);
      if (size == null
          || digits.isEmpty()
          || digits.equals(".")
          || digits.indexOf('.') != digits.lastIndexOf('.')) {
        return null;
      }
      exact +=
          new BigDecimal(digits.startsWith(".") ? "0" + digits : digits)
              .multiply(BigDecimal.valueOf(size))
              .longValue();
      total += Double.parseDouble(digits) * size;
      at = unit;
    }
    if (total >= 9.2e18) {
      return null;
    }
    return negative ? -exact : exact;
  }

  private static int skip(String text, int from, boolean digits) {
    int at = from;
    while (at < text.length()
        && digits == (text.charAt(at) == '.' || Letters.isDigit(text.charAt(at)))) {
      at++;
    }
    return at;
  }

  private static @Nullable Long unit(String name) {
    return switch (name) {
      case "ns" -> 1L;
      case "us", "\u00b5s", "\u03bcs" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> SECOND;
      case "m" -> 60 * SECOND;
      case "h" -> 3600 * SECOND;
      case "d" -> 24 * 3600 * SECOND;
      case "w" -> 7 * 24 * 3600 * SECOND;
      default -> null;
    };
  }

  /** {@code 1h30m0s}, {@code 1.5s}, {@code 250ms}. */
  static String duration(long nanos) {
    long size = Math.abs(nanos);
    String sign = nanos < 0 ? "-" : "";
    if (size == 0) {
      return "0s";
    }
    if (size < SECOND) {
      return sign
          + (size < 1_000
              ? size + "ns"
              : size < 1_000_000 ? scaled(size, 3) + "\u00b5s" : scaled(size, 6) + "ms");
    }
    long minutes = size / (60 * SECOND);
    String seconds = scaled(size % (60 * SECOND), 9) + "s";
    if (minutes == 0) {
      return sign + seconds;
    }
    return sign + (minutes >= 60 ? minutes / 60 + "h" : "") + minutes % 60 + "m" + seconds;
  }

  private static String scaled(long value, int digits) {
    BigDecimal number = BigDecimal.valueOf(value, digits);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
