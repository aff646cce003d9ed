package io.usercenter.platform.docker;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations of the canonical Compose model. */
final class Units {

  private static final Pattern PART = Pattern.compile("([0-9.]+)(ns|us|µs|ms|s|m|h)");

  private Units() {}

  /** Nanoseconds of a duration such as {@code 1m30s} or {@code 250ms}; zero for an empty text. */
  static long nanos(String duration) {
    long nanos = 0;
    Matcher part = PART.matcher(duration);
    while (part.find()) {
      long unit =
          switch (part.group(2)) {
            case "ns" -> 1;
            case "us", "µs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
          };
      nanos += new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
    }
    return duration.startsWith("-") ? -nanos : nanos;
  }
}
