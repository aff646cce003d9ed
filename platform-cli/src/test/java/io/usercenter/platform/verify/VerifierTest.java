package io.usercenter.platform.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.usercenter.platform.scrape.ComposeStack;
import io.usercenter.platform.verify.CheckResult.Outcome;
import io.usercenter.platform.verify.FakeStack.Reply;
import io.usercenter.platform.wire.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(1200);
  private static final String POSTGRES = "PostgreSQL: write and read a row";

  @Test
  void passesAStackThatWorks() throws InterruptedException {
    try (FakeStack stack = new FakeStack()) {
      List<CheckResult> heard = Collections.synchronizedList(new ArrayList<>());

      List<CheckResult> results = new Verifier(stack.targets(Map.of()), LIMIT).verify(heard::add);

      assertThat(results)
          .filteredOn(result -> !result.name().equals(POSTGRES))
          .hasSize(15)
          .allSatisfy(result -> {
            assertThat(result.outcome()).as(result.toString()).isEqualTo(Outcome.PASSED);
            assertThat(result.detail()).isNotBlank().hasSizeLessThan(160);
          });
      assertThat(heard).containsExactlyInAnyOrderElementsOf(results);
      assertThat(stack.cache()).containsOnlyKeys("cache:public:users:id:1");
      assertThat(stack.users()).as("users left behind").isEmpty();
    }
  }

  /** For each check, an answer that must make it fail. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Elasticsearch: index, search, delete  | PUT /INDEX            | 403 | {"error":"read-only"}     | HTTP 403
          Elasticsearch: index, search, delete  | GET /INDEX/_search    | 200 | {"hits":{"hits":[]}}      | did not find
          Elasticsearch: index, search, delete  | DELETE /INDEX         | 500 | {}                        | DELETE
          Prometheus: query                     | GET /api/v1/query     | 200 | {"status":"error"}        | did not answer
          Prometheus: query                     | GET /api/v1/query     | 200 | {"status":"success"}      | 1+1
          Prometheus: query                     | GET /api/v1/status/buildinfo | 200 | {}                 | which Prometheus
          Prometheus: its rules are in force    | GET /api/v1/status/runtimeinfo | 200 | {"data":{"reloadConfigSuccess":false}} | refused its configuration
          Prometheus: its rules are in force    | GET /api/v1/rules     | 200 | {"data":{"groups":[]}}    | it has no rules
          Prometheus: its rules are in force    | GET /api/v1/rules     | 200 | {"data":{"groups":[{"rules":[{"name":"A","health":"err","lastError":"many-to-many"}]}]}} | A: many-to-many
          Prometheus: every target is up        | GET /api/v1/targets   | 200 | {}                        | api is not scraped
          Alertmanager: ready                   | GET /-/ready          | 503 | starting                  | HTTP 503: starting
          Alertmanager: ready                   | GET /api/v2/status    | 200 | {}                        | which Alertmanager
          Dashboards: log in                    | GET /api/health       | 503 | starting                  | HTTP 503
          Dashboards: log in                    | POST /login           | 401 | {"message":"Invalid username or password"} | POST /login: HTTP 401
          user-center: user 1 is found          | GET /v1/user-center/user | 500 | oops                   | HTTP 500: oops
          user-center: user 1 is found          | GET /v1/user-center/user | 200 | {"username":"user1"}   | expected user1
          user-center: an unknown user is 404   | GET /v1/user-center/user | 400 | no rows in result set  | expected HTTP 404
          user-center: its trace is found       | GET /api/v3/services  | 500 | oops                      | HTTP 500
          user-center: search finds a new user  | POST /v1/user-center/user/register | 429 | slow down  | HTTP 429: slow down
          user-center: search finds a new user  | GET /v1/user-center/users/search   | 503 | {}         | a search to find the new user
          user-center: search finds a new user  | GET /v1/user-center/users/search   | 200 | {"users":[{"username":"other"}]} | no such user
          user-center: search finds a new user  | DELETE /v1/user-center/user        | 401 | who?       | DELETE /v1/user-center/user: HTTP 401
          """)
  void failsWhenTheStackDoesNot(String check, String request, int status, String body, String why)
      throws InterruptedException {
    try (FakeStack stack =
        new FakeStack().answering(request, new Reply(status, "application/json", body))) {

      CheckResult result = result(stack.targets(Map.of()), SHORT, check);

      assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(result.detail()).contains(why);
    }
  }

  @Test
  void saysWhichTargetIsDownAndWhy() throws InterruptedException {
    String answer =
        """
        {"data":{"activeTargets":[
          {"labels":{"job":"prometheus","instance":"prometheus:9090"},"health":"up"},
          {"labels":{"job":"user_center-api","instance":"api:4001"},"health":"down",
           "lastError":"connection refused"}]}}
        """;
    try (FakeStack stack = new FakeStack().answering("GET /api/v1/targets", Reply.json(answer))) {

      CheckResult result = result(stack.targets(Map.of()), SHORT, "Prometheus: every target is up");

      assertThat(result.detail())
          .startsWith("waited 1200 ms for every target to be up; last saw: ")
          .endsWith("api down (connection refused)");
    }
  }

  @Test
  void failsWhenARequestLeavesNothingInTheCache() throws InterruptedException {
    try (FakeStack stack = new FakeStack().withoutCacheWrites()) {
      stack.cache().put("cache:public:users:id:1", "{\"Id\":1,\"Username\":\"user1\"}");

      CheckResult result =
          result(stack.targets(Map.of()), SHORT, "user-center: its row is in the cache");

      assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(result.detail()).contains("Redis to hold cache:public:users:id:1");
    }
  }

  @Test
  void failsWhenOldMetricsAreThereButDoNotGrow() throws InterruptedException {
    try (FakeStack stack = new FakeStack().withoutCounting()) {

      CheckResult result =
          result(stack.targets(Map.of()), SHORT, "user-center: its metrics arrive");

      assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(result.detail())
          .contains("last saw: http_server_requests_duration_ms_count still 0");
    }
  }

  @Test
  void fallsBackToTheOldTraceApi() throws InterruptedException {
    try (FakeStack stack =
        new FakeStack()
            .answering("GET /api/v3/services", new Reply(404, "text/plain", "not found"))) {

      CheckResult result =
          result(stack.targets(Map.of()), LIMIT, "user-center: its trace is found");

      assertThat(result.detail())
          .matches("3 spans of user_center_api, user_center_rpc: http://.*/trace/[0-9a-f]{32}");
    }
  }

  @Test
  void wantsSpansOfBothServicesInTheTraceItAskedFor() throws InterruptedException {
    String onlyApi =
        "{\"data\":[{\"spans\":[{}],\"processes\":{\"p1\":{\"serviceName\":\"user_center_api\"}}}]}";
    try (FakeStack stack =
        new FakeStack()
            .answering("GET /api/v3/services", new Reply(404, "text/plain", "not found"))
            .answeringTraces(Reply.json(onlyApi))) {

      CheckResult result =
          result(stack.targets(Map.of()), SHORT, "user-center: its trace is found");

      assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(result.detail()).contains("spans of [user_center_api] only");
    }
  }

  @Test
  void findsNoLogLineThatTheShipperDidNotBring() throws InterruptedException {
    try (FakeStack stack =
        new FakeStack().answering("POST /logs-*/_search", Reply.json("{\"hits\":{\"hits\":[]}}"))) {

      CheckResult result =
          result(stack.targets(Map.of()), SHORT, "user-center: its log line is found");

      assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(result.detail()).contains("no stored line has that trace id");
    }
  }

  @Test
  void takesNoOtherRequestsExemplarForOurs() throws InterruptedException {
    String other =
        "{\"data\":[{\"exemplars\":[{\"labels\":{\"trace_id\":\"0af7\"},\"value\":\"1\"}]}]}";
    try (FakeStack stack =
        new FakeStack().answering("GET /api/v1/query_exemplars", Reply.json(other))) {

      CheckResult result =
          result(stack.targets(Map.of()), SHORT, "user-center: an exemplar leads to its trace");

      assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(result.detail()).contains("requests yet");
    }
  }

  @Test
  void leavesNoUserBehindWhenTheSearchFindsNobody() throws InterruptedException {
    try (FakeStack stack =
        new FakeStack()
            .answering("GET /v1/user-center/users/search", Reply.json("{\"users\":[]}"))) {

      CheckResult result =
          result(stack.targets(Map.of()), SHORT, "user-center: search finds a new user");

      assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(stack.users()).isEmpty();
    }
  }

  @Test
  void searchesNobodyWithoutElasticsearch() throws InterruptedException {
    try (FakeStack stack = new FakeStack()) {
      Targets targets = stack.targets(Map.of("elasticsearch", "there is no room for it"));

      CheckResult result = result(targets, LIMIT, "user-center: search finds a new user");

      assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
    }
  }

  @Test
  void skipsOnlyWhatIsKnownNotToRun() throws InterruptedException {
    try (FakeStack stack = new FakeStack()) {
      Targets targets = stack.targets(Map.of("jaeger", "tracing does not run yet"));

      List<CheckResult> results = new Verifier(targets, LIMIT).verify(_ -> {});

      assertThat(results)
          .filteredOn(result -> result.outcome() == Outcome.SKIPPED)
          .extracting(CheckResult::name, CheckResult::detail)
          .containsExactlyInAnyOrder(
              tuple("user-center: its trace is found", "tracing does not run yet"),
              tuple(POSTGRES, "no service of the stack provides PostgreSQL"));
    }
  }

  @Test
  void failsEveryCheckOfAStackThatIsDown() throws InterruptedException, IOException {
    Address nowhere = new Address("127.0.0.1", freePort());
    Targets targets =
        new Targets(
            ComposeStack.read(),
            Map.of(
                "postgres", Map.of(5432, nowhere),
                "redis", Map.of(6379, nowhere),
                "elasticsearch", Map.of(9200, nowhere),
                "prometheus", Map.of(9090, nowhere),
                "api", Map.of(8888, nowhere)),
            Map.of("user_center_password", () -> "x", "redis_password", () -> "x"),
            Map.of());

    List<CheckResult> results = new Verifier(targets, SHORT).verify(_ -> {});

    assertThat(results).hasSize(16);
    assertThat(results).allMatch(result -> result.outcome() == Outcome.FAILED);
    assertThat(results)
        .extracting(CheckResult::detail)
        .contains("connection refused by " + nowhere)
        .contains(
            "alertmanager has no address for port 9093: it does not run, or does not publish it");
  }

  private static CheckResult result(Targets targets, Duration limit, String name)
      throws InterruptedException {
    return new Verifier(targets, limit)
        .verify(_ -> {}).stream()
            .filter(result -> result.name().equals(name))
            .findFirst()
            .orElseThrow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
