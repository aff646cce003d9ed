package io.usercenter.platform.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations such as {@code 90s}, {@code 1m30s}, {@code 500ms}; a bare number is seconds. */
final class DurationText implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    Duration sum = Duration.ZERO;
    int at = 0;
    while (at < text.length()) {
      int unit = skip(text, at, true);
      int end = skip(text, unit, false);
      if (unit == at || unit - at > 9) {
        throw unreadable(text);
      }
      sum = sum.plus(part(text, Long.parseLong(text, at, unit, 10), text.substring(unit, end)));
      at = end;
    }
    if (text.isEmpty()) {
      throw unreadable(text);
    }
    return sum;
  }

  private static int skip(String text, int from, boolean digits) {
    int at = from;
    while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9') == digits) {
      at++;
    }
    return at;
  }

  private static Duration part(String text, long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s", "" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> throw unreadable(text);
    };
  }

  private static TypeConversionException unreadable(String text) {
    return new TypeConversionException(
        "'" + text + "' is not a duration; write for example 90s, 5m or 1m30s");
  }
}
