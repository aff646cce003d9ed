package io.usercenter.shipper.event;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How serious a line says it is, in the words that searches use: trace to fatal. */
final class Levels {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("trace", "trace"),
          Map.entry("finest", "trace"),
          Map.entry("debug", "debug"),
          Map.entry("debug1", "debug"),
          Map.entry("fine", "debug"),
          Map.entry("info", "info"),
          Map.entry("log", "info"),
          Map.entry("notice", "info"),
          Map.entry("detail", "info"),
          Map.entry("hint", "info"),
          Map.entry("statement", "info"),
          Map.entry("warn", "warn"),
          Map.entry("warning", "warn"),
          Map.entry("alert", "error"),
          Map.entry("error", "error"),
          Map.entry("severe", "error"),
          Map.entry("slow", "warn"),
          Map.entry("stat", "info"),
          Map.entry("fatal", "fatal"),
          Map.entry("panic", "fatal"),
          Map.entry("crit", "fatal"),
          Map.entry("critical", "fatal"),
          Map.entry("emerg", "fatal"));

  private static final Pattern KEY = Pattern.compile("(?:^| )(?:level|lvl)=\"?(\\w+)");
  private static final Pattern REDIS = Pattern.compile("^\\d+:[A-Z] .{24} ([.*#-]) ");

  /** A level stands alone, in brackets, or before a colon, in the first words. */
  private static final Pattern WORD =
      Pattern.compile("(?:^|[ \\[])([A-Za-z]{3,9}\\d?)(?=[ \\]:]|$)");

  private static final int SEARCHED = 120;

  private Levels() {}

  /** Null for a word that is no level. */
  static @Nullable String of(@Nullable Object word) {
    return word == null ? null : WORDS.get(word.toString().strip().toLowerCase(Locale.ROOT));
  }

  static @Nullable String find(String line) {
    String head = line.length() > SEARCHED ? line.substring(0, SEARCHED) : line;
    if (head.contains("level=") || head.contains("lvl=")) {
      Matcher key = KEY.matcher(head);
      if (key.find()) {
        return of(key.group(1));
      }
    }
    char first = head.isEmpty() ? ' ' : head.charAt(0);
    if (first >= '0' && first <= '9') {
      Matcher redis = REDIS.matcher(head);
      if (redis.find()) {
        return switch (redis.group(1)) {
          case "#" -> "warn";
          case "*" -> "info";
          default -> "debug";
        };
      }
    } else if (first != '[') {
      return null;
    }
    Matcher word = WORD.matcher(head);
    for (int words = 0; words < 6 && word.find(); words++) {
      String level = of(word.group(1));
      boolean written = !word.group(1).equals(word.group(1).toLowerCase(Locale.ROOT));
      // In small letters right after the time only: further on it is a word of the message.
      if (level != null && (written || words == 0 || head.charAt(word.end(1) - 1) == ']')) {
        return level;
      }
    }
    return null;
  }
}
