package io.usercenter.platform.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.wire.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against answers that Elasticsearch 8.19 gave; MainJobTest asks a real one. */
class StoredLogsTest {

  private static final Instant SINCE = Instant.parse("2026-11-23T07:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-11-23T08:00:00Z");

  private HttpServer server;
  private String asked = "";
  private int status = 200;
  private String answer = "{}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void givesTheLastOnesInTheOrderOfTime() {
    answer =
        """
        {"hits":{"hits":[
         {"_source":{"@timestamp":"2026-11-23T07:30:00.5Z","message":"later","log.level":"error",
          "service.name":"api","trace.id":"0af7"}},
         {"_source":{"@timestamp":"2026-11-23T07:30:00Z","message":"sooner",
          "service":{"name":"rpc"}}}]}}
        """;

    List<StoredLine> lines = logs().find(query("message:x"));

    assertThat(lines)
        .containsExactly(
            new StoredLine(
                new LogLine("rpc", Instant.parse("2026-11-23T07:30:00Z"), "sooner"), "", ""),
            new StoredLine(
                new LogLine("api", Instant.parse("2026-11-23T07:30:00.5Z"), "later"),
                "error",
                "0af7"));
  }

  @Test
  void asksForServicesTimesAndNumberOfLines() throws IOException {
    logs().find(query("log.level:error AND user"));

    Map<String, Object> body = JSON.std.mapFrom(asked);
    assertThat(body).containsEntry("size", 7);
    assertThat(asked)
        .contains(
            "\"query\":\"log.level:error AND user\"",
            "{\"terms\":{\"service.name\":[\"api\"]}}",
            "\"gte\":\"2026-11-23T07:00:00Z\"",
            "\"lte\":\"2026-11-23T08:00:00Z\"");
  }

  @Test
  void findsNothingWhereNothingIsStoredYet() {
    assertThat(logs().find(query("x"))).isEmpty();
  }

  @Test
  void saysWhyAQueryCannotBeRead() {
    status = 400;
    answer =
        """
        {"error":{"root_cause":[{"reason":"Failed to parse query [a AND (]"}],
        "reason":"all shards failed"}}
        """;

    UserError error = catchThrowableOfType(UserError.class, () -> logs().find(query("a AND (")));

    assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(error.render()).contains("--search 'a AND ('", "Failed to parse query [a AND (]");
  }

  @Test
  void saysWhatDoesNotAnswer() {
    status = 503;
    answer = "{\"error\":\"no master\"}";

    UserError error = catchThrowableOfType(UserError.class, () -> logs().find(query("x")));

    assertThat(error.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
    assertThat(error.render()).contains("HTTP 503", address().toString());
  }

  private static StoredQuery query(String text) {
    return new StoredQuery(text, Set.of("api"), SINCE, UNTIL, 7);
  }

  private Address address() {
    return new Address("127.0.0.1", server.getAddress().getPort());
  }

  private StoredLogs logs() {
    return new StoredLogs(address());
  }
}
