package io.usercenter.elastic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Elasticsearch, started as the platform starts it, that can be killed and held. For tests
 * of any module two directories below the root of the repository; {@code mvn} must have run the
 * modules elasticsearch/kit and elasticsearch/client up to their packages.
 */
public final class ElasticsearchServer implements AutoCloseable {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path KIT = ROOT.resolve("elasticsearch/kit/target");
  private static final Path DISTRIBUTION =
      ROOT.resolve("elasticsearch/client/target/elasticsearch");

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

  private final Path directory;
  private final int port = Eventually.freePort();
  private final Elastic elastic = new Elastic(address(), Duration.ofSeconds(30));
  private Process process;

  /** Has started when this returns. */
  public ElasticsearchServer(Path parent) {
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

  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public Elastic elastic() {
    return elastic;
  }

  /** After {@link #kill}; on the same port, with the same data. */
  public void start() {
    process = launch();
  }

  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Elasticsearch does not end");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** It accepts connections and answers nothing. */
  public void hold() {
    signal("-STOP");
  }

  public void release() {
    signal("-CONT");
  }

  /** The answer's body, of whatever status; a body is sent unless it is empty. */
  public String ask(String method, String path, String body) {
    try {
      byte[] json = body.getBytes(StandardCharsets.UTF_8);
      return new String(elastic.send(method, path, json).body(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
          () ->
              started.isAlive()
                  ? ask("GET", "/_cluster/health?wait_for_status=yellow&timeout=1s", "")
                  : "it ended: " + Files.readString(log),
          health -> health.contains("\"timed_out\":false"));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command() throws IOException {
    String distribution = unpacked().toString();
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to run as root; in a user namespace of its own it does not.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms128m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djna.nosys=true",
            "-Dio.netty.noUnsafe=true",
            "-Dlog4j.shutdownHookEnabled=false",
            "-Dlog4j2.disable.jmx=true",
            "-Djava.io.tmpdir=" + directory,
            "--enable-native-access=org.elasticsearch.nativeaccess,org.apache.lucene.core,ALL-UNNAMED",
            "--module-path=" + distribution + "/lib",
            "--add-modules=jdk.net,jdk.management.agent,ALL-MODULE-PATH",
            "-jar",
            KIT.resolve("platform-elasticsearch-kit-start.jar").toString(),
            distribution,
            KIT.resolve("plugin").toString(),
            directory.toString()));
    return command;
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

  /** The directory named after the version. */
  private static Path unpacked() throws IOException {
    try (Stream<Path> entries = Files.list(DISTRIBUTION)) {
      return entries.findFirst().orElseThrow();
    }
  }
}
