package io.usercenter.viewer.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Files of the pages, out of the jar, where they lie compressed. */
final class Assets {

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "html", "text/html; charset=utf-8",
          "txt", "text/plain; charset=utf-8",
          "json", "application/json; charset=utf-8",
          "woff2", "font/woff2");

  /** A name of a file: no segment of it begins with a dot. */
  private static final String NAME = "(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+";

  private Assets() {}

  /** The file at a path such as {@code /assets/main.js}; nothing when there is none. */
  static Optional<Reply> find(Request request, String path) {
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null || !path.matches(NAME)) {
      return Optional.empty();
    }
    boolean gzip = request.takesGzip();
    return read(path + ".gz")
        .map(body -> {
          Reply reply = Reply.of(200, type, gzip ? body : unpacked(body));
          return gzip ? reply.with("Content-Encoding", "gzip") : reply;
        })
        .or(() -> read(path).map(body -> Reply.of(200, type, body)))
        .map(reply -> reply.with("Vary", "Accept-Encoding"))
        // A name with a hash in it never means another content.
        .map(reply ->
            reply.with(
                "Cache-Control",
                path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"));
  }

  private static Optional<byte[]> read(String path) {
    try (InputStream in = Assets.class.getResourceAsStream("/web" + path)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] unpacked(byte[] body) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
