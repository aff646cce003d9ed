package io.usercenter.shipper;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.elastic.ElasticsearchServer;
import io.usercenter.elastic.Eventually;
import io.usercenter.shipper.file.LogSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Logs of services in a directory, a shipper that follows them, and what came of it. */
final class Logs implements AutoCloseable {

  private final Path directory;
  private final ElasticsearchServer elasticsearch;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<Shipper> running = new ArrayList<>();

  Logs(Path directory, ElasticsearchServer elasticsearch) {
    this.directory = directory;
    this.elasticsearch = elasticsearch;
  }

  Path services() {
    return directory.resolve("services");
  }

  Path state() {
    return directory.resolve("state");
  }

  Path file(String service) {
    return services().resolve(service).resolve("output.log");
  }

  List<String> said() {
    return said;
  }

  Logs write(String service, String text) {
    return write(service, text.getBytes(StandardCharsets.UTF_8));
  }

  Logs write(String service, byte[] bytes) {
    try {
      Files.createDirectories(Objects.requireNonNull(file(service).getParent()));
      Files.write(file(service), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the supervisor does it: older parts are renamed, the file is copied and emptied. */
  Logs rotate(String service) {
    try {
      Path file = file(service);
      for (int number = 2; number >= 1; number--) {
        Path older = part(file, number);
        if (Files.exists(older)) {
          Files.move(
              older, part(file, number + 1), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.copy(file, part(file, 1));
      Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path part(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  Shipper start() {
    return start(new LogSources.OfProcesses(services()), 64 << 20);
  }

  Shipper start(LogSources sources, long spoolBytes) {
    Settings settings =
        new Settings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            elasticsearch.address(),
            sources,
            state(),
            spoolBytes,
            7,
            1L << 40);
    try {
      Shipper shipper = new Shipper(settings, Clock.systemUTC(), said::add);
      running.add(shipper);
      return shipper;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All documents of a service, in the order they were written. */
  List<Map<?, ?>> stored(String service) {
    elasticsearch.ask("POST", "/logs-*/_refresh?ignore_unavailable=true", "");
    String answer =
        elasticsearch.ask(
            "POST",
            "/logs-*/_search?ignore_unavailable=true",
            """
            {"size":10000,"query":{"term":{"service.name":"%s"}},"sort":["@timestamp","log.offset"]}
            """
                .formatted(service));
    List<Map<?, ?>> sources = new ArrayList<>();
    try {
      if (JSON.std.mapFrom(answer).get("hits") instanceof Map<?, ?> outer
          && outer.get("hits") instanceof List<?> hits) {
        for (Object hit : hits) {
          if (hit instanceof Map<?, ?> fields
              && fields.get("_source") instanceof Map<?, ?> source) {
            sources.add(source);
          }
        }
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(answer, e);
    }
  }

  List<String> messages(String service) {
    return stored(service).stream().map(it -> String.valueOf(it.get("message"))).toList();
  }

  /** Waits until there are so many documents, and says what they are. */
  List<String> messages(String service, int count) {
    return Eventually.get(
        count + " events of " + service, () -> messages(service), it -> it.size() >= count);
  }

  static double metric(Shipper shipper, String name) throws IOException {
    try (var in =
        URI.create("http://127.0.0.1:" + shipper.port() + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    }
  }

  @Override
  public void close() {
    running.forEach(Shipper::close);
  }
}
