package io.usercenter.platform.logs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Finds when a line was logged, in the formats of the servers we run: ISO 8601 at the beginning or
 * in a bracket, PostgreSQL, Redis, logfmt and JSON. A date inside a message is none.
 */
final class Timestamps {

  private static final String[] KEYS = {
    "\"@timestamp\":", "\"ts\":", "\"time\":", "\"timestamp\":", "ts=", "time="
  };
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int SEARCHED = 512;

  private final ZoneId zone;

  /**
   * @param zone of times that do not name theirs
   */
  Timestamps(ZoneId zone) {
    this.zone = zone;
  }

  Optional<Instant> find(String line) {
    int start = line.startsWith("[") ? 1 : 0;
    if (dateAt(line, start)) {
      return date(line, start);
    }
    return redis(line).or(() -> keyed(line));
  }

  private Optional<Instant> keyed(String line) {
    String head = line.length() > SEARCHED ? line.substring(0, SEARCHED) : line;
    for (String key : KEYS) {
      int found = head.indexOf(key);
      boolean whole = found == 0 || (found > 0 && " {,\"".indexOf(head.charAt(found - 1)) >= 0);
      if (found >= 0 && (whole || key.startsWith("\""))) {
        int value = skip(head, found + key.length());
        return dateAt(head, value) ? date(head, value) : epoch(head, value);
      }
    }
    return Optional.empty();
  }

  private static int skip(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '"')) {
      at++;
    }
    return at;
  }

  /** Seconds since 1970 with a fraction, as zap writes them. */
  private static Optional<Instant> epoch(String text, int start) {
    int dot = digitsEnd(text, start);
    if (dot - start < 9 || dot - start > 10) {
      return Optional.empty();
    }
    long seconds = Long.parseLong(text, start, dot, 10);
    return Optional.of(Instant.ofEpochSecond(seconds, nanos(text, dot)));
  }

  /** Such as {@code 1:M 23 Nov 2026 07:00:00.123 *}. */
  private Optional<Instant> redis(String line) {
    int colon = digitsEnd(line, 0);
    boolean shaped =
        colon > 0
            && line.length() > colon + 27
            && line.charAt(colon) == ':'
            && line.charAt(colon + 2) == ' '
            && line.charAt(colon + 17) == ':';
    if (!shaped) {
      return Optional.empty();
    }
    int day = colon + 3;
    int month = MONTHS.indexOf(line.substring(day + 3, day + 6));
    try {
      return Optional.of(
          moment(
              new int[] {number(line, day + 7, 4), month / 3 + 1, number(line, day, 2)},
              line,
              day + 12));
    } catch (DateTimeException | NumberFormatException unlike) {
      return Optional.empty();
    }
  }

  private Optional<Instant> date(String line, int start) {
    try {
      return Optional.of(
          moment(
              new int[] {
                number(line, start, 4), number(line, start + 5, 2), number(line, start + 8, 2)
              },
              line,
              start + 11));
    } catch (DateTimeException | NumberFormatException unlike) {
      return Optional.empty();
    }
  }

  private Instant moment(int[] date, String line, int clock) {
    int fraction = clock + 8;
    LocalDateTime local =
        LocalDateTime.of(
            date[0],
            date[1],
            date[2],
            number(line, clock, 2),
            number(line, clock + 3, 2),
            number(line, clock + 6, 2),
            nanos(line, fraction));
    return local.atZone(zoneAt(line, fractionEnd(line, fraction))).toInstant();
  }

  private ZoneId zoneAt(String line, int from) {
    if (line.startsWith("Z", from)
        || line.startsWith(" UTC", from)
        || line.startsWith(" GMT", from)) {
      return ZoneOffset.UTC;
    }
    boolean offset =
        from + 2 < line.length() && (line.charAt(from) == '+' || line.charAt(from) == '-');
    if (!offset) {
      return zone;
    }
    int minutes = from + (line.startsWith(":", from + 3) ? 4 : 3);
    int sign = line.charAt(from) == '-' ? -1 : 1;
    int minute = digitsEnd(line, minutes) >= minutes + 2 ? number(line, minutes, 2) : 0;
    return ZoneOffset.ofHoursMinutes(sign * number(line, from + 1, 2), sign * minute);
  }

  private static int fractionEnd(String line, int from) {
    boolean fraction =
        from < line.length() && (line.charAt(from) == '.' || line.charAt(from) == ',');
    return fraction ? digitsEnd(line, from + 1) : from;
  }

  private static int nanos(String line, int from) {
    int nanos = 0;
    int end = fractionEnd(line, from);
    for (int digit = 0; digit < 9; digit++) {
      int at = from + 1 + digit;
      nanos = nanos * 10 + (at < end ? line.charAt(at) - '0' : 0);
    }
    return nanos;
  }

  /** Whether something like {@code 2026-11-23T07:00:00} begins there. */
  private static boolean dateAt(String line, int at) {
    return line.length() >= at + 19
        && digitsEnd(line, at) == at + 4
        && (line.charAt(at + 4) == '-' || line.charAt(at + 4) == '/')
        && line.charAt(at + 7) == line.charAt(at + 4)
        && (line.charAt(at + 10) == 'T' || line.charAt(at + 10) == ' ')
        && line.charAt(at + 13) == ':'
        && line.charAt(at + 16) == ':';
  }

  private static int digitsEnd(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static int number(String text, int from, int length) {
    return Integer.parseInt(text, from, Math.min(from + length, text.length()), 10);
  }
}
