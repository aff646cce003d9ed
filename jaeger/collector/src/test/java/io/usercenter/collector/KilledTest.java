package io.usercenter.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.collector.Client.Sent;
import io.usercenter.collector.http.Ports;
import io.usercenter.elastic.ElasticsearchServer;
import io.usercenter.elastic.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped program is killed while batches come; what it acknowledged is found afterwards. */
@Timeout(300)
class KilledTest {

  private static final int SPANS = 20;
  private static final int SENDERS = 4;
  private static final String TRACE = "deadbeef000000000000000000000001";

  @TempDir private Path directory = Path.of("");
  private final Ports.Numbers ports = ports();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger(1);

  @Test
  void losesNoBatchThatItAcknowledged() throws Exception {
    try (ElasticsearchServer elasticsearch = new ElasticsearchServer(directory)) {
      AtomicBoolean stop = new AtomicBoolean();
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        senders.add(Thread.startVirtualThread(() -> send(stop)));
      }
      for (int kills = 0; kills < 4; kills++) {
        // Once while nothing can be stored, so that all of it comes out of the files.
        boolean away = kills == 2;
        if (away) {
          elasticsearch.kill();
        }
        Process process = launch(elasticsearch);
        int before = acknowledged.size();
        Eventually.get("batches", acknowledged::size, size -> size > before + 100 * SPANS);
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        if (away) {
          elasticsearch.start();
        }
      }
      stop.set(true);
      for (Thread sender : senders) {
        sender.join();
      }
      Process last = launch(elasticsearch);
      try {
        Client client = new Client(ports);
        Eventually.get(
            "an empty spool", () -> client.metric("otelcol_exporter_queue_size"), it -> it == 0);
        assertThat(stored(elasticsearch)).containsAll(acknowledged);
      } finally {
        last.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private void send(AtomicBoolean stop) {
    Client client = new Client(ports);
    while (!stop.get()) {
      List<Sent> batch = new ArrayList<>();
      for (int i = 0; i < SPANS; i++) {
        String id = "%016x".formatted(next.getAndIncrement());
        batch.add(new Sent(TRACE, id, "", "killed", "work", Started.nowMicros()));
      }
      try {
        if (client.otlp(Client.request(batch)).statusCode() == 200) {
          batch.forEach(span -> acknowledged.add(span.span()));
        }
      } catch (UncheckedIOException killed) {
        Thread.onSpinWait();
      }
    }
  }

  private Process launch(ElasticsearchServer elasticsearch) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.usercenter.collector.Main")
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("collector.log").toFile()));
    builder
        .environment()
        .putAll(
            Map.of(
                "ELASTICSEARCH_URL", elasticsearch.address().toString(),
                "COLLECTOR_SPOOL", directory.resolve("spool").toString(),
                "COLLECTOR_THRIFT_PORT", "" + ports.thrift(),
                "COLLECTOR_COMPACT_PORT", "0",
                "COLLECTOR_BINARY_PORT", "0",
                "COLLECTOR_OTLP_PORT", "" + ports.otlp(),
                "COLLECTOR_ZIPKIN_PORT", "" + ports.zipkin(),
                "COLLECTOR_QUERY_PORT", "" + ports.query(),
                "COLLECTOR_ADMIN_PORT", "" + ports.admin()));
    return builder.start();
  }

  /** Ids of all spans that Elasticsearch has, which are more than one search gives. */
  private static Set<String> stored(ElasticsearchServer elasticsearch) throws IOException {
    elasticsearch.ask("POST", "/jaeger-span-*/_refresh", "");
    Set<String> ids = ConcurrentHashMap.newKeySet();
    String after = "";
    while (true) {
      String body =
          """
          {"size":10000,"_source":false,"docvalue_fields":["spanID"],"sort":[{"spanID":"asc"}]%s}
          """
              .formatted(after.isEmpty() ? "" : ",\"search_after\":[\"" + after + "\"]");
      Map<String, Object> answer =
          elasticsearch
              .elastic()
              .send("POST", "/jaeger-span-*/_search", Client.utf8(body))
              .expectOk("search")
              .json();
      if (!(answer.get("hits") instanceof Map<?, ?> outer)
          || !(outer.get("hits") instanceof List<?> hits)
          || hits.isEmpty()) {
        return ids;
      }
      for (Object hit : hits) {
        if (hit instanceof Map<?, ?> fields && fields.get("sort") instanceof List<?> sort) {
          after = String.valueOf(sort.getFirst());
          ids.add(after);
        }
      }
    }
  }

  private static Ports.Numbers ports() {
    return new Ports.Numbers(
        "127.0.0.1",
        Eventually.freePort(),
        0,
        0,
        Eventually.freePort(),
        Eventually.freePort(),
        Eventually.freePort(),
        Eventually.freePort());
  }
}
