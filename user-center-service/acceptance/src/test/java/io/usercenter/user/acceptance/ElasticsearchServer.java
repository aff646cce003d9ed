package io.usercenter.user.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Elasticsearch, started as the platform starts it, that can be killed and held. */
final class ElasticsearchServer implements AutoCloseable {
  private static final Path KIT = Path.of("../../elasticsearch/kit/target").toAbsolutePath();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path directory;
  private final int port = Ports.free();
  private Process process;

  ElasticsearchServer(Path parent) {
    try {
      directory = Files.createDirectories(parent.resolve("elasticsearch").toAbsolutePath());
      Files.createDirectories(directory.resolve("config"));
      Files.writeString(directory.resolve("config/elasticsearch.properties"), settings());
      Files.writeString(directory.resolve("config/log4j2.properties"), LOGGING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process = launch();
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  void start() {
    process = launch();
  }

  void kill() {
    process.destroyForcibly();
    join();
  }

  /** It accepts connections and answers nothing. */
  void hold() {
    signal("-STOP");
  }

  void release() {
    signal("-CONT");
  }

  /** The answer's body, of whatever status. */
  String get(String path) {
    return send(HttpRequest.newBuilder(URI.create(address() + path)).build());
  }

  String delete(String path) {
    return send(HttpRequest.newBuilder(URI.create(address() + path)).DELETE().build());
  }

  @Override
  public void close() {
    kill();
  }

  private String settings() {
    return """
    cluster.name=test
    node.name=test
    node.processors=2
    path.data=%s
    http.host=127.0.0.1
    http.port=%d
    transport.host=127.0.0.1
    transport.port=0
    discovery.type=single-node
    cluster.routing.allocation.disk.threshold_enabled=false
    """
        .formatted(directory.resolve("data"), port);
  }

  private static final String LOGGING =
      """
      status = error
      appender.console.type = Console
      appender.console.name = console
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d %-5p %c{1.} %m%n
      rootLogger.level = warn
      rootLogger.appenderRef.console.ref = console
      """;

  private Process launch() {
    Path log = directory.resolve("output.log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().put("ES_TMPDIR", directory.toString());
      builder.environment().put("LIBFFI_TMPDIR", directory.toString());
      Process started = builder.start();
      Eventually.get(
          "Elasticsearch",
          () -> {
            if (!started.isAlive()) {
              throw new IllegalStateException(read(log));
            }
            return health();
          },
          health -> health.contains("\"timed_out\":false"));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() {
    Path distribution = unpacked();
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to run as root; in a user namespace of its own it does not.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms128m",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djna.nosys=true",
            "-Dio.netty.noUnsafe=true",
            "-Dlog4j.shutdownHookEnabled=false",
            "-Dlog4j2.disable.jmx=true",
            "-Djava.io.tmpdir=" + directory,
            "--enable-native-access=org.elasticsearch.nativeaccess,org.apache.lucene.core,ALL-UNNAMED",
            "--module-path=" + distribution.resolve("lib"),
            "--add-modules=jdk.net,jdk.management.agent,ALL-MODULE-PATH",
            "-jar",
            KIT.resolve("platform-elasticsearch-kit-start.jar").toString(),
            distribution.toString(),
            KIT.resolve("plugin").toString(),
            directory.toString()));
    return command;
  }

  private String health() {
    try {
      return get("/_cluster/health?wait_for_status=yellow&timeout=1s");
    } catch (UncheckedIOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void join() {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Elasticsearch does not end");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The directory named after the version. */
  private static Path unpacked() {
    try (Stream<Path> entries = Files.list(Path.of("target/elasticsearch").toAbsolutePath())) {
      return entries.findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("run mvn verify, not a single goal", e);
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
