package io.usercenter.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.elastic.BulkAnswer.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server. */
class BulkWriterTest {

  @TempDir private static Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // Before all tests.
  private static ElasticsearchServer server;

  @SuppressWarnings("NullAway.Init") // Before all tests.
  private static Elastic elastic;

  private final Heard heard = new Heard();
  private final BulkWriter writer = writer(heard);

  private static final class Heard implements BulkWriter.Listener {
    final AtomicInteger stored = new AtomicInteger();
    final List<String> refused = Collections.synchronizedList(new ArrayList<>());
    final List<String> retries = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void stored(int documents) {
      stored.addAndGet(documents);
    }

    @Override
    public void refused(String index, Failure failure, boolean kept) {
      refused.add(index + " " + failure.type() + " " + kept);
    }

    @Override
    public void retrying(String reason) {
      retries.add(reason);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    server = new ElasticsearchServer(directory);
    elastic = server.elastic();
    Template.deadLetters().install(elastic);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void storesADocumentOnceHoweverOftenItIsSent() throws Exception {
    Bulk bulk = new Bulk();
    bulk.create("once", "a", bytes("{\"n\":1}"));
    bulk.create("once", "b", bytes("{\"n\":2}"));

    writer.write(bulk);
    writer.write(bulk);

    assertThat(heard.stored).hasValue(4);
    assertThat(count("once")).isEqualTo(2);
  }

  @Test
  void putsWhatIsRefusedWithTheReasonIntoTheDeadLetters() throws Exception {
    ask("PUT", "/strict", "{\"mappings\":{\"properties\":{\"n\":{\"type\":\"long\"}}}}");
    Bulk bulk = new Bulk();
    bulk.create("strict", "good", bytes("{\"n\":1}"));
    bulk.create("strict", "bad", bytes("{\"n\":\"many\"}"));
    bulk.create("UPPER", "worse", bytes("{}"));

    writer.write(bulk);

    assertThat(heard.stored).hasValue(1);
    assertThat(heard.refused)
        .containsExactly(
            "strict document_parsing_exception true", "UPPER invalid_index_name_exception true");
    ask("POST", "/dead-letter-*/_refresh", "");
    assertThat(ask("GET", "/dead-letter-*/_search?q=id:bad", ""))
        .contains("\"writer\":\"test\"", "many", "failed to parse field [n] of type [long]");
  }

  @Test
  void findsTheOneOperationThatIsNoJson() throws Exception {
    Bulk bulk = new Bulk();
    for (int i = 0; i < 10; i++) {
      bulk.create("halves", "id" + i, bytes(i == 7 ? "{\"n\":" : "{\"n\":1}"));
    }
    byte[] nonsense = bytes("{\"create\":nonsense}\n{\"n\":1}\n");

    writer.write(bulk);
    bulk.clear();
    bulk.create("halves", "id10", bytes("{\"n\":1}"));
    bulk.lines(nonsense, 0, nonsense.length);
    List<Failure> failures = BulkAnswer.of(elastic, bulk).failures();

    assertThat(count("halves")).isEqualTo(10);
    assertThat(heard.refused).hasSize(1);
    assertThat(failures).extracting(Failure::position).containsExactly(1);
  }

  @Test
  void waitsWhileTheIndexIsReadOnly() throws Exception {
    ask("PUT", "/full", "{\"settings\":{\"index.blocks.read_only_allow_delete\":true}}");
    Bulk bulk = new Bulk();
    bulk.create("full", "a", bytes("{}"));

    FutureTask<Integer> done = inBackground(bulk);
    Eventually.get("a retry", () -> heard.retries.size(), n -> n > 1);
    assertThat(done.isDone()).isFalse();
    ask("PUT", "/full/_settings", "{\"index.blocks.read_only_allow_delete\":null}");

    assertThat(done.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(heard.retries.getFirst()).contains("cluster_block_exception");
    assertThat(count("full")).isEqualTo(1);
  }

  @Test
  void waitsWhileTheServerIsAway() throws Exception {
    Bulk bulk = new Bulk();
    bulk.create("away", "a", bytes("{}"));

    server.kill();
    FutureTask<Integer> done = inBackground(bulk);
    Eventually.get("a retry", () -> heard.retries.size(), n -> n > 0);
    server.start();

    assertThat(done.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(count("away")).isEqualTo(1);
  }

  @Test
  void replacesATemplateByANewerOneOnly() throws IOException {
    Template first = template(2);

    assertThat(first.install(elastic)).isTrue();
    assertThat(first.install(elastic)).isFalse();
    assertThat(template(1).install(elastic)).isFalse();
    assertThat(template(3).install(elastic)).isTrue();
    assertThat(ask("GET", "/_index_template/versioned", "")).contains("\"version\":3");
  }

  @Test
  void deletesOldIndices() throws IOException {
    for (String day : List.of("2026-11-20", "2026-11-23", "2026-11-24", "kept")) {
      ask("PUT", "/old-" + day, "");
    }

    Retention retention = new Retention("old-", 2, 1L << 30);
    List<String> deleted = retention.apply(elastic, LocalDate.of(2026, 11, 24));

    assertThat(deleted).containsExactly("old-2026-11-20");
    assertThat(retention.indices(elastic))
        .extracting(Retention.Index::name)
        .containsExactlyInAnyOrder("old-2026-11-23", "old-2026-11-24", "old-kept");
  }

  private static BulkWriter writer(Heard heard) {
    return new BulkWriter(elastic, "test", heard);
  }

  private FutureTask<Integer> inBackground(Bulk bulk) {
    FutureTask<Integer> task =
        new FutureTask<>(() -> {
          writer.write(bulk);
          return heard.stored.get();
        });
    Thread.startVirtualThread(task);
    return task;
  }

  private static Template template(int version) {
    return new Template(
        "versioned", Map.of("version", version, "index_patterns", List.of("versioned-*")));
  }

  private static int count(String index) throws IOException {
    ask("POST", "/" + index + "/_refresh", "");
    Object count = elastic.get("/" + index + "/_count").json().get("count");
    return Integer.parseInt(String.valueOf(count));
  }

  private static String ask(String method, String path, String body) {
    return server.ask(method, path, body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
