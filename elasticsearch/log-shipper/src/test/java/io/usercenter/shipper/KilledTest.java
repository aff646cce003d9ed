package io.usercenter.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.elastic.ElasticsearchServer;
import io.usercenter.elastic.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped program, and Elasticsearch, are killed while a service writes and its log rotates.
 */
@Timeout(300)
class KilledTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void losesNoLineAndStoresNoneTwice() throws Exception {
    try (ElasticsearchServer elasticsearch = new ElasticsearchServer(directory);
        Logs logs = new Logs(directory, elasticsearch)) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger written = new AtomicInteger();
      Thread writer = Thread.startVirtualThread(() -> write(logs, written, stop));
      for (int kills = 0; kills < 6; kills++) {
        Process shipper = launch(elasticsearch);
        try {
          int before = written.get();
          Eventually.get("lines", written::get, it -> it > before + 300);
          if (kills == 3) {
            elasticsearch.kill();
            elasticsearch.start();
          }
        } finally {
          shipper.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
      }
      stop.set(true);
      writer.join();
      Process last = launch(elasticsearch);
      try {
        List<String> messages = logs.messages("api", written.get());
        assertThat(messages.stream().map(it -> it.replaceFirst(".* ", "")).distinct())
            .hasSize(written.get());
        assertThat(messages).hasSize(written.get());
      } finally {
        last.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private static void write(Logs logs, AtomicInteger written, AtomicBoolean stop) {
    while (!stop.get() && written.get() < 9500) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        text.append(Instant.now()).append(" info line ").append(written.get() + i).append('\n');
      }
      logs.write("api", text.toString());
      if (written.addAndGet(10) % 1500 == 0) {
        logs.rotate("api");
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException end) {
        return;
      }
    }
  }

  private Process launch(ElasticsearchServer elasticsearch) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.usercenter.shipper.Main")
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("shipper.log").toFile()));
    builder
        .environment()
        .putAll(
            Map.of(
                "ELASTICSEARCH_URL", elasticsearch.address().toString(),
                "SHIPPER_PORT", "0",
                "SHIPPER_PROCESSES", directory.resolve("services").toString(),
                "SHIPPER_STATE", directory.resolve("state").toString()));
    return builder.start();
  }
}
