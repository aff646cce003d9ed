package io.usercenter.platform.artifact;

import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Downloads files of known size and checksum. What a cut connection or a killed process leaves is
 * continued, not fetched again.
 *
 * @param attempts in a row that bring nothing before it gives up
 * @param stall how long nothing may arrive
 * @param pause before the second attempt, doubled for each one after it
 */
public record Downloader(HttpClient client, int attempts, Duration stall, Duration pause) {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int PARTIAL_CONTENT = 206;

  public static Downloader standard() {
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(15))
            .proxy(new EnvironmentProxies(System.getenv()))
            .build();
    return new Downloader(client, 4, Duration.ofSeconds(30), Duration.ofMillis(500));
  }

  /**
   * Returns when the file is at {@code target}, complete and verified; one that is there already is
   * verified and kept.
   *
   * @param progress hears the bytes there are so far
   * @throws UserError when the server cannot be reached or has another file
   * @throws IOException when it cannot be written
   */
  public void download(Remote remote, Path target, LongConsumer progress)
      throws IOException, InterruptedException {
    if (Files.exists(target) && Digest.sha256(target).equals(remote.sha256())) {
      return;
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    boolean continued = size(part) > 0;
    fill(remote, part, progress);
    String actual = Digest.sha256(part);
    if (!actual.equals(remote.sha256()) && continued) {
      Files.delete(part);
      fill(remote, part, progress);
      actual = Digest.sha256(part);
    }
    if (!actual.equals(remote.sha256())) {
      Files.delete(part);
      throw Failure.wrongChecksum(
          "'" + remote.fileName() + "'", remote.shown(), remote.sha256(), actual);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private void fill(Remote remote, Path part, LongConsumer progress)
      throws IOException, InterruptedException {
    if (size(part) > remote.sizeBytes()) {
      Files.delete(part);
    }
    int fruitless = 0;
    while (size(part) < remote.sizeBytes()) {
      long before = size(part);
      try {
        receive(remote, part, progress);
      } catch (Cut e) {
        fruitless = size(part) > before ? 1 : fruitless + 1;
        if (fruitless >= attempts) {
          throw Failure.unreachable(
              "'" + remote.fileName() + "' could not be downloaded: " + e.getMessage(),
              remote.shown(),
              attempts + " attempts in a row brought nothing");
        }
        Thread.sleep(pause.toMillis() << (fruitless - 1));
      }
    }
  }

  /** One attempt; what arrives is kept also when it is cut short. */
  private void receive(Remote remote, Path part, LongConsumer progress)
      throws IOException, InterruptedException {
    long have = size(part);
    HttpResponse<InputStream> response = send(remote, have);
    try (InputStream body = response.body()) {
      boolean continues = response.statusCode() == PARTIAL_CONTENT && startsAt(response, have);
      StandardOpenOption mode =
          continues ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
      try (OutputStream file =
          Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
        copy(body, file, new Span(continues ? have : 0, remote.sizeBytes()), progress);
      }
    }
  }

  private HttpResponse<InputStream> send(Remote remote, long from)
      throws InterruptedException, Cut {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(withoutCredentials(remote.uri())).timeout(stall);
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    String credentials = remote.uri().getUserInfo();
    if (credentials != null) {
      byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    HttpResponse<InputStream> response;
    try {
      response = client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new Cut(reason(e), e);
    }
    requireUsable(remote, response.statusCode());
    return response;
  }

  /** Statuses that another attempt may change are cuts, the others final. */
  private static void requireUsable(Remote remote, int status) throws Cut {
    if (status == 200 || status == PARTIAL_CONTENT) {
      return;
    }
    if (status >= 500 || status == 408 || status == 416 || status == 429) {
      throw new Cut("the server answers with status " + status, null);
    }
    throw Failure.unreachable(
        "'"
            + remote.fileName()
            + "' could not be downloaded: the server answers with status "
            + status,
        remote.shown(),
        status == 404
            ? "a mirror drops files that newer ones have replaced; its index may be behind"
            : "the server refuses the request");
  }

  private static boolean startsAt(HttpResponse<?> response, long offset) {
    return response
        .headers()
        .firstValue("Content-Range")
        .map(range -> range.startsWith("bytes " + offset + "-"))
        .orElse(false);
  }

  /** The bytes of the file that are there, and how many there will be. */
  private record Span(long have, long total) {}

  private void copy(InputStream body, OutputStream file, Span span, LongConsumer progress)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long have = span.have();
    try (StallGuard guard = new StallGuard(body, stall)) {
      while (have < span.total()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("downloading was cancelled");
        }
        int count = read(body, buffer, span.total() - have);
        if (count < 0) {
          throw new Cut("the connection was closed early", null);
        }
        file.write(buffer, 0, count);
        have += count;
        guard.moved();
        progress.accept(have);
      }
    }
  }

  private static int read(InputStream body, byte[] buffer, long wanted)
      throws Cut, InterruptedException {
    try {
      return body.read(buffer, 0, (int) Math.min(buffer.length, wanted));
    } catch (InterruptedIOException e) {
      throw new InterruptedException("downloading was cancelled");
    } catch (IOException e) {
      throw new Cut(reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case HttpConnectTimeoutException _ -> "the server does not answer";
      case HttpTimeoutException _ -> "the server does not answer in time";
      case ConnectException _ -> "no connection to the server";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static URI withoutCredentials(URI uri) {
    String credentials = uri.getRawUserInfo();
    return credentials == null ? uri : URI.create(uri.toString().replace(credentials + "@", ""));
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** The transfer ended early; another attempt may go on. */
  private static final class Cut extends IOException {

    private static final long serialVersionUID = 1L;

    Cut(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Closes a stream on which nothing arrives, which ends the read that waits for it. */
  private static final class StallGuard implements AutoCloseable {

    private final AtomicLong moved = new AtomicLong(System.nanoTime());
    private final Thread thread;

    StallGuard(InputStream body, Duration stall) {
      thread = Thread.ofVirtual().start(() -> watch(body, stall));
    }

    void moved() {
      moved.set(System.nanoTime());
    }

    private void watch(InputStream body, Duration stall) {
      try {
        long left = stall.toNanos();
        while (left > 0) {
          Thread.sleep(Duration.ofNanos(left));
          left = moved.get() + stall.toNanos() - System.nanoTime();
        }
        body.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        throw new UncheckedIOException("a stalled download cannot be closed", e);
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
