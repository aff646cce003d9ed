package io.usercenter.viewer.source;

import io.usercenter.viewer.provision.DataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads an answer until it is whole, too large or too late; counts the series in it on the way. */
final class Limits {

  static final int MOST_SERIES = 5_000;
  private static final int MOST_BYTES = 24 << 20;
  private static final byte[] SERIES = "\"metric\":{".getBytes(StandardCharsets.US_ASCII);

  private final DataSource source;
  private final Inflater inflater = new Inflater(true);
  private final byte[] plain = new byte[16 << 10];
  private long bytes;
  private int series;
  private int matched;

  private Limits(DataSource source) {
    this.source = source;
  }

  /**
   * @param end by {@link System#nanoTime()}
   */
  static byte[] read(
      HttpURLConnection connection, InputStream in, boolean gzipped, long end, DataSource source)
      throws IOException, SourceException {
    Limits limits = new Limits(source);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 << 10];
    try {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        limits.count(buffer, length, gzipped, whole.size());
        whole.write(buffer, 0, length);
        connection.setReadTimeout(millisUntil(end));
      }
      return whole.toByteArray();
    } catch (SourceException tooMuch) {
      connection.disconnect();
      throw tooMuch;
    } finally {
      limits.inflater.end();
    }
  }

  static int millisUntil(long end) throws SocketTimeoutException {
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("the deadline has passed");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  private void count(byte[] buffer, int length, boolean gzipped, int before)
      throws IOException, SourceException {
    if (!gzipped) {
      count(buffer, length);
      return;
    }
    // The header that Prometheus and Elasticsearch write has ten bytes and no fields.
    int skip = Math.max(0, Math.min(length, 10 - before));
    inflater.setInput(buffer, skip, length - skip);
    try {
      for (int size = inflater.inflate(plain); size > 0; size = inflater.inflate(plain)) {
        count(plain, size);
      }
    } catch (DataFormatException broken) {
      throw new IOException("its answer is not compressed as it says", broken);
    }
  }

  private void count(byte[] text, int length) throws SourceException {
    bytes += length;
    for (int at = 0; at < length; at++) {
      if (text[at] == SERIES[matched]) {
        matched++;
      } else {
        matched = text[at] == SERIES[0] ? 1 : 0;
      }
      if (matched == SERIES.length) {
        matched = 0;
        series++;
      }
    }
    if (series > MOST_SERIES) {
      throw tooLarge("more than " + MOST_SERIES + " series");
    }
    if (bytes > MOST_BYTES) {
      throw tooLarge("more than " + (MOST_BYTES >> 20) + " MiB");
    }
  }

  private SourceException tooLarge(String what) {
    return new SourceException(
        SourceException.Kind.TOO_LARGE,
        ("%s answers with %s, more than a panel can show; add label matchers, aggregate with sum by"
                + " (…), or take topk(20, …)")
            .formatted(source.name(), what));
  }
}
