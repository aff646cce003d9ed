package io.usercenter.user.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Go's durations, such as {@code 1h30m} or {@code 1.5s}; a bare number is milliseconds. */
final class Durations {
  private static final Pattern WHOLE =
      Pattern.compile("\\d{1,12}|(?:\\d{1,12}(?:\\.\\d{1,9})?(?:ns|us|µs|ms|s|m|h))+");
  private static final Pattern PART =
      Pattern.compile("(?<amount>[\\d.]+)(?<unit>ns|us|µs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private Durations() {}

  static Optional<Duration> parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    if (Character.isDigit(text.charAt(text.length() - 1))) {
      return Optional.of(Duration.ofMillis(Long.parseLong(text)));
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      BigDecimal amount = new BigDecimal(part.group("amount"));
      BigDecimal seconds =
          amount.multiply(BigDecimal.valueOf(NANOS.getOrDefault(part.group("unit"), 0L), 9));
      sum = sum.plusSeconds(seconds.longValue());
      sum = sum.plusNanos(seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }
    return Optional.of(sum);
  }

  /** The shortest of go's forms with one unit. */
  static String text(Duration duration) {
    if (duration.toNanosPart() % 1_000_000_000 != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds % 3600 == 0 && seconds > 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
