package io.usercenter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.elastic.ElasticsearchServer;
import io.usercenter.elastic.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus, named by {@code PROMETHEUS} or found in the PATH, forgets everything and is
 * asked again.
 */
@Timeout(180)
class PrometheusTest {

  @TempDir private Path directory = Path.of("");
  private final int port = Eventually.freePort();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void givesTheSameAnswersWhenPrometheusHasForgottenEverything() throws Exception {
    Optional<Path> program = program();
    if (program.isEmpty()) {
      System.out.println(
          "SKIPPED PrometheusTest: no prometheus in the PATH, and none in PROMETHEUS");
    }
    assumeTrue(program.isPresent());
    try (ElasticsearchServer elasticsearch = new ElasticsearchServer(directory);
        Started store =
            new Started(directory.resolve("spool"), elasticsearch.address(), 64 << 20, 100_000)) {
      int remote = store.port();
      Process first = launch(program.get(), remote, true);
      String before;
      long end;
      try {
        Eventually.get(
            "samples",
            () -> store.metric("metrics_store_samples_total"),
            samples -> samples > 5000);
        end = System.currentTimeMillis() / 1000 - 5;
        before = range(end);
        assertThat(samples(before)).isGreaterThan(2000);
        // What it has sent by now includes all that was asked for.
        Eventually.get(
            "the last samples",
            () -> store.remote().read((end - 1) * 1000, (end + 1) * 1000, "__name__=up"),
            it -> !it.isEmpty());
      } finally {
        first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
      forget();
      Process second = launch(program.get(), remote, false);
      try {
        assertThat(Eventually.get("an answer", () -> range(end), it -> it.contains("success")))
            .isEqualTo(before);
      } finally {
        second.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private static Optional<Path> program() {
    String named = System.getenv("PROMETHEUS");
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(
            Stream.ofNullable(named).map(Path::of),
            Arrays.stream(path.split(":", -1)).map(it -> Path.of(it, "prometheus")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** It scrapes itself each second; the second one only reads. */
  private Process launch(Path program, int store, boolean scraping) throws IOException {
    String scrape =
        scraping
            ? """
            remote_write:
              - url: http://127.0.0.1:%d/api/v1/write
                queue_config: {batch_send_deadline: 1s}
            scrape_configs:
              - job_name: itself
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """
                .formatted(store, port)
            : "";
    Path config = directory.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        remote_read:
          - url: http://127.0.0.1:%d/api/v1/read
            read_recent: %s
        """
                .formatted(store, !scraping)
            + scrape);
    ProcessBuilder builder =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("prometheus.log").toFile()));
    return builder.start();
  }

  private void forget() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("tsdb"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** All series of itself for twenty seconds. */
  private String range(long end) throws IOException, InterruptedException {
    String query = URLEncoder.encode("{job=\"itself\"}", StandardCharsets.UTF_8);
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/query_range?query=%s&start=%d&end=%d&step=1"
                .formatted(port, query, end - 4, end));
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    // Series come in no order.
    Map<String, Object> tree = JSON.std.mapFrom(body);
    if (tree.get("data") instanceof Map<?, ?> data && data.get("result") instanceof List<?> list) {
      return tree.get("status") + list.stream().map(String::valueOf).sorted().toList().toString();
    }
    return body;
  }

  private static long samples(String answer) {
    return answer.chars().filter(c -> c == '[').count();
  }
}
