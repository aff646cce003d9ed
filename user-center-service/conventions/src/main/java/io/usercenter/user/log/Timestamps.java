package io.usercenter.user.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Milliseconds as {@code 2026-11-23T06:02:11.112Z}; what does not change within a second stays. */
final class Timestamps {
  private final byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);
  private final int millisAt = text.length - 4;
  private long second = Long.MIN_VALUE;

  /** The bytes are overwritten by the next call. */
  byte[] utc(long epochMillis) {
    long now = Math.floorDiv(epochMillis, 1000L);
    if (now != second) {
      second = now;
      byte[] start = Instant.ofEpochSecond(now).toString().getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(start, 0, text, 0, millisAt - 1);
    }
    int millis = (int) (epochMillis - now * 1000);
    text[millisAt] = (byte) ('0' + millis / 100);
    text[millisAt + 1] = (byte) ('0' + millis / 10 % 10);
    text[millisAt + 2] = (byte) ('0' + millis % 10);
    return text;
  }

  @Override
  public String toString() {
    return Arrays.toString(text);
  }
}
