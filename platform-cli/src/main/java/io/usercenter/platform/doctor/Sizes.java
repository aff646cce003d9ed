package io.usercenter.platform.doctor;

import java.util.Locale;

/** Numbers of bytes for people. */
final class Sizes {

  private Sizes() {}

  static String text(long bytes) {
    double mebibytes = bytes / (1024.0 * 1024.0);
    return mebibytes < 1024
        ? String.format(Locale.ROOT, "%.0f MiB", mebibytes)
        : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
  }
}
