package io.usercenter.platform.docker;

import java.util.Comparator;
import java.util.Optional;

/** A version of the engine's API, such as 1.41. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

  /** Docker 20.10: what the oldest engine that is still common speaks. */
  static final ApiVersion OLDEST = new ApiVersion(1, 41);

  /** The newest one this program was run against. */
  static final ApiVersion NEWEST = new ApiVersion(1, 51);

  /** Empty when the text is no version. */
  static Optional<ApiVersion> parse(String text) {
    if (!text.matches("\\d{1,4}\\.\\d{1,4}")) {
      return Optional.empty();
    }
    int dot = text.indexOf('.');
    return Optional.of(
        new ApiVersion(
            Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1))));
  }

  @Override
  public int compareTo(ApiVersion other) {
    return Comparator.comparingInt(ApiVersion::major)
        .thenComparingInt(ApiVersion::minor)
        .compare(this, other);
  }

  boolean before(ApiVersion other) {
    return compareTo(other) < 0;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
