package io.usercenter.viewer.source;

import io.usercenter.viewer.provision.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Asks data sources, each request with a deadline and a limit to what may be answered. */
public final class Sources {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int AT_ONCE = 24;

  private final List<DataSource> sources;
  private final Duration deadline;
  private final Semaphore free = new Semaphore(AT_ONCE);

  public Sources(List<DataSource> sources, Duration deadline) {
    this.sources = List.copyOf(sources);
    this.deadline = deadline;
  }

  /** What is asked of a data source; the path is relative to its address. */
  // Nobody changes it, and copies of large bodies would only cost memory.
  @SuppressWarnings("ArrayRecordComponent")
  public record Question(
      String method, String path, String query, String contentType, byte[] body) {}

  public List<DataSource> all() {
    return sources;
  }

  public Optional<DataSource> find(String uid) {
    return sources.stream().filter(source -> source.uid().equals(uid)).findFirst();
  }

  /** The default one of this type, else the first. */
  public Optional<DataSource> ofType(String type) {
    List<DataSource> some = sources.stream().filter(it -> it.type().equals(type)).toList();
    return some.stream()
        .filter(DataSource::isDefault)
        .findFirst()
        .or(() -> some.stream().findFirst());
  }

  public Answer ask(DataSource source, Question question) throws SourceException {
    Optional<String> objection =
        Allowed.objection(source.type(), question.method(), question.path(), question.body());
    if (objection.isPresent()) {
      throw new SourceException(
          SourceException.Kind.REFUSED, source.name() + ": " + objection.get());
    }
    long end = System.nanoTime() + deadline.toNanos();
    try {
      if (!free.tryAcquire(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SourceException(
            SourceException.Kind.BUSY,
            AT_ONCE + " requests to data sources are under way; none ended within " + seconds());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new SourceException(SourceException.Kind.BUSY, "the viewer is being stopped");
    }
    try {
      return send(source, question, end);
    } catch (SocketTimeoutException _) {
      throw new SourceException(
          SourceException.Kind.LATE,
          "%s did not answer within %s; narrow the time range, or look at whether it is well"
              .formatted(source.name(), seconds()));
    } catch (IOException failure) {
      throw new SourceException(
          SourceException.Kind.UNREACHABLE,
          "%s cannot be reached at %s: %s"
              .formatted(source.name(), source.url(), failure.getMessage()));
    } finally {
      free.release();
    }
  }

  private String seconds() {
    return deadline.toSeconds() + " s";
  }

  private static Answer send(DataSource source, Question question, long end)
      throws IOException, SourceException {
    String suffix = question.query().isEmpty() ? "" : "?" + question.query();
    String address = source.url() + "/" + question.path() + suffix;
    HttpURLConnection connection;
    try {
      connection = (HttpURLConnection) java.net.URI.create(address).toURL().openConnection();
    } catch (IllegalArgumentException | ClassCastException wrong) {
      throw new IOException("'" + address + "' is not an address of HTTP", wrong);
    }
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout(Limits.millisUntil(end));
    connection.setInstanceFollowRedirects(false);
    connection.setRequestMethod(question.method());
    connection.setRequestProperty("Accept-Encoding", "gzip");
    connection.setRequestProperty("User-Agent", "platform-viewer");
    if (question.body().length > 0) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", question.contentType());
      connection.setFixedLengthStreamingMode(question.body().length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(question.body());
      }
    }
    int status = connection.getResponseCode();
    boolean gzipped = "gzip".equals(connection.getContentEncoding());
    String type = connection.getContentType();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] body = in == null ? new byte[0] : Limits.read(connection, in, gzipped, end, source);
      return new Answer(status, type == null ? "text/plain" : type, gzipped, body);
    }
  }
}
