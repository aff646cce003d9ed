package io.usercenter.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.elastic.ElasticsearchServer;
import io.usercenter.elastic.Eventually;
import io.usercenter.shipper.file.LogSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ShippingTest {

  @TempDir private static Path shared = Path.of("");
  private static ElasticsearchServer elasticsearch;

  @TempDir private Path directory = Path.of("");
  private Logs logs;

  @BeforeAll
  static void startElasticsearch() {
    elasticsearch = new ElasticsearchServer(shared);
  }

  @AfterAll
  static void stopElasticsearch() {
    elasticsearch.close();
  }

  @BeforeEach
  void empty() {
    elasticsearch.ask("DELETE", "/logs-*,dead-letter-*", "");
    for (String index : indices()) {
      elasticsearch.ask("DELETE", "/" + index, "");
    }
    logs = new Logs(directory, elasticsearch);
  }

  @AfterEach
  void stop() {
    logs.close();
  }

  private static List<String> indices() {
    return elasticsearch
        .ask("GET", "/_cat/indices?h=index", "")
        .lines()
        .map(String::strip)
        .toList();
  }

  @Test
  void storesWhatServicesWriteUnderTheirNames() {
    logs.write(
        "api",
        line(1)
            + "{\"@timestamp\":\""
            + Instant.now()
            + "\",\"log.level\":\"error\","
            + "\"message\":\"broken\",\"trace.id\":\"abc\"}\n");
    logs.write("rpc", "one\n");
    logs.start();

    assertThat(logs.messages("api", 2))
        .anyMatch(it -> it.endsWith("info line 1"))
        .contains("broken");
    assertThat(logs.messages("rpc", 1)).containsExactly("one");
    Map<?, ?> broken =
        logs.stored("api").stream()
            .filter(it -> "broken".equals(it.get("message")))
            .findFirst()
            .orElseThrow();
    assertThat(broken.get("log.level")).isEqualTo("error");
    assertThat(broken.get("trace.id")).isEqualTo("abc");
    assertThat(search("log.level:error AND message:broken")).contains("\"value\":1");
    assertThat(search("trace.id:abc")).contains("\"value\":1");
  }

  @Test
  void followsALogThatIsCopiedAndEmptied() {
    logs.start();
    int count = 0;
    for (int round = 0; round < 6; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 500; i++) {
        text.append(line(++count));
      }
      logs.write("api", text.toString());
      // Each time at another point: before it is read, while, and after.
      if (round % 2 == 1) {
        logs.messages("api", count);
      }
      logs.rotate("api");
    }
    logs.write("api", line(++count));

    int all = count;
    List<String> messages = logs.messages("api", all);
    assertThat(messages).hasSize(all);
    assertThat(messages.stream().map(it -> it.replaceFirst(".* ", "")).distinct()).hasSize(all);
  }

  @Test
  void followsALogThatIsRenamed() throws IOException {
    Shipper shipper = logs.start();
    logs.write("api", line(1) + line(2));
    logs.messages("api", 2);
    for (int i = 0; i < 5; i++) {
      Files.move(
          logs.file("api"), Logs.part(logs.file("api"), 1), StandardCopyOption.REPLACE_EXISTING);
      logs.write("api", line(3 + i));
      logs.messages("api", 3 + i);
    }

    assertThat(logs.messages("api")).hasSize(7);
    assertThat(Logs.metric(shipper, "log_shipper_lost_parts_total")).isZero();
  }

  @Test
  void goesOnWhereItStoppedThoughTheLogWasRotatedMeanwhile() {
    Shipper first = logs.start();
    logs.write("api", line(1) + line(2));
    logs.messages("api", 2);
    first.close();
    logs.write("api", line(3));
    logs.rotate("api").write("api", line(4)).rotate("api").write("api", line(5));
    logs.start();

    assertThat(logs.messages("api", 5)).hasSize(5).anyMatch(it -> it.endsWith("line 5"));
  }

  @Test
  void storesTheRestOfADeletedLog() throws IOException {
    logs.start();
    logs.write("api", line(1));
    logs.messages("api", 1);
    logs.write("api", line(2) + "without an end");
    Files.delete(logs.file("api"));
    Files.delete(logs.services().resolve("api"));

    assertThat(logs.messages("api", 3)).contains("without an end");
  }

  @Test
  void readsALogThatWasEmptiedFromItsBeginning() throws IOException {
    logs.start();
    logs.write("api", line(1) + line(2));
    logs.messages("api", 2);
    Files.write(logs.file("api"), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    logs.write("api", line(3));

    assertThat(logs.messages("api", 3)).hasSize(3);
  }

  @Test
  void keepsALineOfAMegabyteAndGarbage() {
    byte[] garbage = new byte[4096];
    new Random(7).nextBytes(garbage);
    logs.write("api", "x".repeat(1_000_000) + "\n" + "y".repeat(3_000_000) + "\n");
    logs.write("api", garbage).write("api", "\nlast\n");
    logs.start();

    Eventually.get("the last line", () -> logs.messages("api"), it -> it.contains("last"));
    assertThat(logs.messages("api"))
        .contains("x".repeat(1_000_000), "y".repeat(1 << 20) + "… (1951424 bytes more)");
  }

  @Test
  void keepsStackTracesWholeAcrossARestart() {
    Shipper first = logs.start();
    logs.write("api", line(1) + "\tat a.B.c(B.java:1)\n");
    logs.messages("api", 1);
    first.close();
    logs.write(
        "api", "\tat a.B.d(B.java:2)\n" + line(2) + "\tat e.F.g(F.java:3)\n\tat e.F.h(F.java:4)\n");
    logs.start();

    assertThat(logs.messages("api", 3))
        .anyMatch(it -> it.endsWith("line 2\n\tat e.F.g(F.java:3)\n\tat e.F.h(F.java:4)"));
  }

  @Test
  void losesNothingWhileElasticsearchIsAwayAndItsSpoolIsFull() throws IOException {
    Shipper shipper = logs.start(new LogSources.OfProcesses(logs.services()), 2 << 20);
    logs.write("api", line(0));
    logs.messages("api", 1);
    elasticsearch.kill();
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < 9000; i++) {
      text.append(line(i));
    }
    logs.write("api", text.toString());
    Eventually.get(
        "back-pressure", () -> Logs.metric(shipper, "log_shipper_spool_full"), it -> it == 1);
    assertThat(Logs.metric(shipper, "log_shipper_behind_bytes")).isPositive();
    elasticsearch.start();

    assertThat(logs.messages("api", 9000)).hasSize(9000);
    assertThat(logs.said()).anyMatch(it -> it.contains("no more logs are read for now"));
  }

  @Test
  void losesNothingWhileElasticsearchIsReadOnlyForLackOfRoom() throws IOException {
    Shipper shipper = logs.start();
    logs.write("api", line(1));
    logs.messages("api", 1);
    String index =
        indices().stream().filter(it -> it.startsWith("logs-")).findFirst().orElseThrow();
    block(index, "true");
    logs.write("api", line(2));
    Eventually.get(
        "retries",
        () -> Logs.metric(shipper, "log_shipper_elasticsearch_retries_total"),
        it -> it > 1);
    assertThat(logs.messages("api")).hasSize(1);
    block(index, "null");

    assertThat(logs.messages("api", 2)).hasSize(2);
  }

  private static void block(String index, String value) {
    String body = "{\"index.blocks.read_only_allow_delete\":" + value + "}";
    assertThat(elasticsearch.ask("PUT", "/" + index + "/_settings", body)).contains("true");
  }

  @Test
  void putsWhatTheMappingRefusesAside() throws IOException {
    logs.write("api", line(1));
    Shipper first = logs.start();
    logs.messages("api", 1);
    first.close();
    String index =
        indices().stream().filter(it -> it.startsWith("logs-")).findFirst().orElseThrow();
    elasticsearch.ask("DELETE", "/" + index, "");
    elasticsearch.ask(
        "PUT", "/" + index, "{\"mappings\":{\"properties\":{\"message\":{\"type\":\"long\"}}}}");
    logs.write("api", line(2));
    Shipper shipper = logs.start();

    Eventually.get(
        "a refusal", () -> Logs.metric(shipper, "log_shipper_refused_events_total"), it -> it == 1);
    elasticsearch.ask("POST", "/dead-letter-*/_refresh", "");
    assertThat(elasticsearch.ask("GET", "/dead-letter-*/_search", ""))
        .contains("\"writer\":\"log-shipper\"", "line 2", "failed to parse field [message]");
  }

  @Test
  void readsTheLogsOfContainersOfItsProjectOnly() throws IOException {
    Path containers = directory.resolve("containers");
    container(containers, "aaaa", "stack", "api", "hello\\n");
    container(containers, "bbbb", "other", "api", "not ours\\n");
    logs.start(new LogSources.OfContainers(containers, "stack"), 64 << 20);

    assertThat(logs.messages("api", 1)).containsExactly("hello");
    assertThat(logs.stored("api").getFirst().get("container.id")).isEqualTo("aaaa");
  }

  private static void container(
      Path containers, String id, String project, String service, String text) throws IOException {
    Path directory = Files.createDirectories(containers.resolve(id));
    Files.writeString(
        directory.resolve("config.v2.json"),
        """
        {"ID":"%s","Config":{"Labels":{"com.docker.compose.project":"%s","com.docker.compose.service":"%s"}}}
        """
            .formatted(id, project, service));
    Files.writeString(
        directory.resolve(id + "-json.log"),
        "{\"log\":\"%s\",\"stream\":\"stdout\",\"time\":\"%s\"}\n".formatted(text, Instant.now()));
  }

  @Test
  void refusesToGuessWhenItsMemoryIsUnreadable() throws IOException {
    Files.createDirectories(logs.state());
    Files.writeString(logs.state().resolve("places.json"), "{\"a");

    assertThatThrownBy(logs::start)
        .hasMessageContaining("places.json")
        .hasMessageContaining("stored again");
  }

  private static String search(String query) {
    elasticsearch.ask("POST", "/logs-*/_refresh", "");
    return elasticsearch.ask(
        "POST", "/logs-*/_search", "{\"query\":{\"query_string\":{\"query\":\"" + query + "\"}}}");
  }

  private static String line(int number) {
    return Instant.now() + " info line " + number + "\n";
  }
}
