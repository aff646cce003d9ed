package io.usercenter.shipper.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When a line says it was written; a date within its message is none. */
final class Times {

  private static final String ISO =
      "(\\d{4})-(\\d\\d)-(\\d\\d)[T ](\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?"
          + "(?: ?(Z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?)(?![\\w]))?";

  /** At the beginning, in a bracket or as the value of one of the usual keys. */
  private static final Pattern DATED =
      Pattern.compile("^(?:\\[|(?:ts|time)=\"?|[^=\"]{0,40} (?:ts|time)=\"?)?" + ISO);

  /** Such as {@code 1:M 23 Nov 2026 07:00:00.123 *}. */
  private static final Pattern REDIS =
      Pattern.compile(
          "^\\d+:[A-Z] (\\d\\d) (\\w{3}) (\\d{4}) (\\d\\d):(\\d\\d):(\\d\\d)\\.(\\d{3})");

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int SEARCHED = 120;

  private Times() {}

  /** In the zone of this machine when the line names none. */
  static @Nullable Instant find(String line) {
    if (line.isEmpty()) {
      return null;
    }
    String head = line.length() > SEARCHED ? line.substring(0, SEARCHED) : line;
    char first = head.charAt(0);
    boolean digit = first >= '0' && first <= '9';
    if (!digit && first != '[' && !head.contains("ts=") && !head.contains("time=")) {
      return null;
    }
    Matcher dated = DATED.matcher(head);
    if (dated.find()) {
      return of(dated);
    }
    Matcher redis = REDIS.matcher(head);
    return digit && redis.find() ? ofRedis(redis) : null;
  }

  /** A time in a field of its own: text as above, or seconds since 1970. */
  static @Nullable Instant ofField(@Nullable Object value) {
    if (value instanceof Number number) {
      double seconds = number.doubleValue();
      return seconds > 1e8 && seconds < 1e10
          ? Instant.ofEpochMilli(Math.round(seconds * 1000))
          : null;
    }
    return value instanceof String text ? find(text) : null;
  }

  private static @Nullable Instant of(Matcher it) {
    try {
      LocalDateTime time =
          LocalDateTime.of(
              number(it, 1),
              number(it, 2),
              number(it, 3),
              number(it, 4),
              number(it, 5),
              number(it, 6));
      String fraction = it.group(7);
      if (fraction != null) {
        time = time.withNano(Integer.parseInt((fraction + "000000000").substring(0, 9)));
      }
      return time.atZone(zone(it.group(8))).toInstant();
    } catch (DateTimeException unlike) {
      return null;
    }
  }

  private static ZoneId zone(@Nullable String name) {
    if (name == null) {
      return ZoneId.systemDefault();
    }
    return switch (name) {
      case "Z", "UTC", "GMT" -> ZoneOffset.UTC;
      default -> ZoneOffset.of(name);
    };
  }

  private static @Nullable Instant ofRedis(Matcher it) {
    int month = MONTHS.indexOf(it.group(2));
    try {
      return LocalDateTime.of(
              number(it, 3),
              month / 3 + 1,
              number(it, 1),
              number(it, 4),
              number(it, 5),
              number(it, 6))
          .withNano(number(it, 7) * 1_000_000)
          .atZone(ZoneId.systemDefault())
          .toInstant();
    } catch (DateTimeException unlike) {
      return null;
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
