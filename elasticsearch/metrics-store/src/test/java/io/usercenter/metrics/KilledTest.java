package io.usercenter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.elastic.ElasticsearchServer;
import io.usercenter.elastic.Eventually;
import io.usercenter.metrics.Remote.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program, and Elasticsearch, are killed while samples come. */
@Timeout(300)
class KilledTest {

  @TempDir private Path directory = Path.of("");
  private final int port = Eventually.freePort();
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void losesNoSampleThatItAcknowledged() throws Exception {
    try (ElasticsearchServer elasticsearch = new ElasticsearchServer(directory)) {
      AtomicBoolean stop = new AtomicBoolean();
      Thread sender = Thread.startVirtualThread(() -> send(stop));
      for (int kills = 0; kills < 5; kills++) {
        Process process = launch(elasticsearch);
        try {
          int before = acknowledged.size();
          Eventually.get("samples", acknowledged::size, size -> size > before + 200);
          if (kills % 2 == 1) {
            // So that some of it is in Elasticsearch, and some is not.
            new Remote(port).ask(0, Long.MAX_VALUE, "__name__=a");
            elasticsearch.kill();
            elasticsearch.start();
          }
        } finally {
          process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
      }
      stop.set(true);
      sender.join();
      Process last = launch(elasticsearch);
      try {
        Map<String, List<Point>> found =
            Eventually.get(
                "samples",
                () -> new Remote(port).read(0, Long.MAX_VALUE, "__name__=a"),
                it -> true);
        assertThat(found.get("__name__=a")).extracting(Point::time).containsAll(acknowledged);
        assertThat(found.get("__name__=a")).extracting(Point::time).doesNotHaveDuplicates();
      } finally {
        last.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private void send(AtomicBoolean stop) {
    Remote remote = new Remote(port);
    long time = System.currentTimeMillis() - 3_600_000;
    while (!stop.get()) {
      try {
        if (remote.write(Map.of("__name__=a", List.of(new Point(time, time)))).statusCode()
            == 204) {
          acknowledged.add(time);
        }
        time++;
      } catch (UncheckedIOException killed) {
        Thread.onSpinWait();
      }
    }
  }

  private Process launch(ElasticsearchServer elasticsearch) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.usercenter.metrics.Main")
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("store.log").toFile()));
    builder
        .environment()
        .putAll(
            Map.of(
                "ELASTICSEARCH_URL", elasticsearch.address().toString(),
                "METRICS_PORT", "" + port,
                "METRICS_SPOOL", directory.resolve("spool").toString()));
    return builder.start();
  }
}
