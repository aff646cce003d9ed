package io.usercenter.collector;

import io.usercenter.collector.http.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector within this process, on free ports. */
final class Started implements AutoCloseable {

  private final Collector collector;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Client client;
  private final Ports.Numbers ports;

  Started(Path spool, URI elasticsearch, long spoolBytes) {
    Ports.Numbers any = new Ports.Numbers("127.0.0.1", 0, 0, 0, 0, 0, 0, 0);
    Settings settings = new Settings(any, elasticsearch, spool, spoolBytes, 7, 1L << 40);
    try {
      collector = new Collector(settings, Clock.systemUTC(), log::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ports = collector.ports("127.0.0.1");
    client = new Client(ports);
  }

  Client client() {
    return client;
  }

  Ports.Numbers ports() {
    return ports;
  }

  List<String> log() {
    return log;
  }

  static long nowMicros() {
    return System.currentTimeMillis() * 1000;
  }

  @Override
  public void close() {
    collector.close();
  }
}
