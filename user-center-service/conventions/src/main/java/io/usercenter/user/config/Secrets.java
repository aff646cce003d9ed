package io.usercenter.user.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Hides secrets in whatever is printed. */
public final class Secrets {
  private static final Pattern IN_DATA_SOURCE =
      Pattern.compile("(?i)(password\\s*=\\s*)('(?:[^'\\\\]|\\\\.)*'|\\S*)");
  private static final Pattern IN_URL = Pattern.compile("(://[^:/@\\s]*:)[^@\\s]*@");
  private static final Pattern KEY = Pattern.compile("pass|password|.*secret|.*token");

  private Secrets() {}

  static String masked(String yamlPath, String value) {
    String key = yamlPath.substring(yamlPath.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return KEY.matcher(key).matches() && !value.isEmpty() ? "***" : masked(value);
  }

  /** Masks passwords inside connection strings. */
  public static String masked(String text) {
    return IN_URL.matcher(IN_DATA_SOURCE.matcher(text).replaceAll("$1***")).replaceAll("$1***@");
  }
}
