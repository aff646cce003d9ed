package io.usercenter.collector.span;

import java.util.Locale;

/** Ids as Jaeger keeps them: 16 or 32 lower-case hex digits, not all of them zero. */
public final class Ids {

  private Ids() {}

  /** Empty when it is none. */
  public static String trace(String id) {
    return id.length() <= 16 ? padded(id, 16) : padded(id, 32);
  }

  /** Empty when it is none. */
  public static String span(String id) {
    return padded(id, 16);
  }

  private static String padded(String id, int length) {
    if (id.isEmpty() || id.length() > length) {
      return "";
    }
    boolean zero = true;
    for (int i = 0; i < id.length(); i++) {
      if (Character.digit(id.charAt(i), 16) < 0 || id.charAt(i) > 'f') {
        return "";
      }
      zero &= id.charAt(i) == '0';
    }
    return zero ? "" : "0".repeat(length - id.length()) + id.toLowerCase(Locale.ROOT);
  }
}
