package io.usercenter.platform.probe;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to find out whether a server is ready. */
public sealed interface Probe {

  /**
   * A GET over plain HTTP.
   *
   * @param bodyContains text that must be in the first 64 KiB of the body; empty for any body
   */
  record Http(URI uri, int expectedStatus, String bodyContains) implements Probe {

    public Http {
      if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
        throw new IllegalArgumentException("'" + uri + "' is not an http:// address");
      }
    }

    public Http(URI uri, int expectedStatus) {
      this(uri, expectedStatus, "");
    }
  }

  /** Something accepts connections. */
  record Tcp(String host, int port) implements Probe {}

  /** Redis answers PING; {@code passwordFile} holds its password when it wants one. */
  record Redis(String host, int port, @Nullable Path passwordFile) implements Probe {}

  /** PostgreSQL takes connections, that is, it has recovered. */
  record Postgres(String host, int port) implements Probe {}

  /** A program ends with status 0. */
  record Exec(List<String> command) implements Probe {

    public Exec {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("a command has at least one word");
      }
    }
  }
}
