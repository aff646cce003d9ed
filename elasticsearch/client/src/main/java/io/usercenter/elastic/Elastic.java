package io.usercenter.elastic;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Speaks HTTP with one Elasticsearch. Blocking, for virtual threads; safe for many at once.
 *
 * <p>Made of {@link HttpURLConnection}, which needs 10 MB of memory less than {@code HttpClient}
 * and keeps connections alive as well.
 */
public final class Elastic {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int LARGEST_ANSWER = 64 << 20;
  private static final byte[] NOTHING = {};

  private final URI address;
  private final Duration deadline;

  /**
   * @param address such as {@code http://127.0.0.1:9200}
   * @param deadline by when an answer has begun, and again by when it has ended
   */
  public Elastic(URI address, Duration deadline) {
    this.address = address;
    this.deadline = deadline;
  }

  public URI address() {
    return address;
  }

  /** Writes the body of a request. */
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * @param path what follows the address, encoded, beginning with a slash
   * @throws IOException when no whole answer came within the deadline
   */
  public Answer get(String path) throws IOException {
    return send("GET", path, NOTHING);
  }

  /** As {@link #get}, with a body made of maps, lists, texts, numbers and booleans. */
  public Answer send(String method, String path, Object tree) throws IOException {
    return send(method, path, JSON.std.asString(tree).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * As {@link #get}.
   *
   * @param json the body, none when it is empty; HttpURLConnection cannot send one with GET
   */
  public Answer send(String method, String path, byte[] json) throws IOException {
    return send(method, path, "application/json", json.length, out -> out.write(json));
  }

  /** As {@link #get}, with a body of a known length that is written as it is sent. */
  public Answer send(String method, String path, String type, int length, Body body)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create(address.toString().replaceFirst("/+$", "") + path)
                .toURL()
                .openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout((int) deadline.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    if (length > 0) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", type);
      connection.setFixedLengthStreamingMode(length);
      try (OutputStream out = connection.getOutputStream()) {
        body.writeTo(out);
      }
    }
    try {
      return answer(connection);
    } catch (SocketTimeoutException late) {
      throw new IOException(
          "no answer from %s to %s %s within %d s"
              .formatted(address, method, path, deadline.toSeconds()),
          late);
    }
  }

  private Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    long end = System.nanoTime() + deadline.toNanos();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(status, in == null ? NOTHING : bytes(in, end));
    }
  }

  private byte[] bytes(InputStream in, long end) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(8192);
    byte[] piece = new byte[8192];
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      whole.write(piece, 0, n);
      if (whole.size() > LARGEST_ANSWER) {
        throw new IOException("an answer of " + address + " is larger than 64 MiB");
      }
      if (System.nanoTime() - end > 0) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(deadline.toNanos());
        throw new IOException("an answer of " + address + " had not ended after " + seconds + " s");
      }
    }
    return whole.toByteArray();
  }
}
