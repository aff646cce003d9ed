package io.usercenter.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store within this process, on a free port. */
final class Started implements AutoCloseable {

  private final MetricsStore store;
  private final List<String> log = new CopyOnWriteArrayList<>();

  Started(Path spool, URI elasticsearch, long spoolBytes, int series) {
    try {
      store =
          new MetricsStore(
              new Settings(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  elasticsearch,
                  spool,
                  spoolBytes,
                  series,
                  365,
                  1L << 40),
              Clock.systemUTC(),
              log::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Remote remote() {
    return new Remote(store.port());
  }

  int port() {
    return store.port();
  }

  List<String> log() {
    return log;
  }

  double metric(String series) throws IOException {
    try (var in =
        URI.create("http://127.0.0.1:" + store.port() + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(series + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
