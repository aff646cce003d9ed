package io.usercenter.platform.cli.console;

import java.time.Duration;
import java.util.Locale;

/** Amounts as people read them. */
public final class Measures {

  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

  private Measures() {}

  /**
   * Such as {@code 0.4 s}, {@code 12.3 s}, {@code 2 min 5 s}, {@code 3 h 4 min}, {@code 5 d 2 h}.
   */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }
    return seconds / 86_400 + " d " + seconds / 3600 % 24 + " h";
  }

  /** Such as {@code 512 B}, {@code 34.5 MB}; a KB is 1024 bytes. */
  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }
}
