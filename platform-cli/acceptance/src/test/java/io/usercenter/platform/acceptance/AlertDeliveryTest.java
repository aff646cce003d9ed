package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.acceptance.AlertSink.Alert;
import io.usercenter.platform.process.Home;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a dead server to whoever is told, with the real servers between. */
class AlertDeliveryTest {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int CONFIGURATION = 4;

  private Sandbox sandbox;
  private AlertSink sink;
  private Program platform;

  @BeforeEach
  void create() throws Exception {
    sandbox = new Sandbox();
    sink = new AlertSink();
    Path cache = Home.of(System.getenv(), Sandbox.ROOT).cache();
    platform =
        Program.in(sandbox, Checkout.root())
            .with("PLATFORM_CACHE", cache.toString())
            .with("ALERT_WEBHOOK_URL_FILE", sandbox.write("webhook", sink.address()).toString())
            .withOptions("--name", "alerts", "--port-offset", Ports.freeOffset());
  }

  @AfterEach
  void destroy() throws Exception {
    sink.close();
    sandbox.close();
  }

  @Test
  void aDeadServerIsReportedAndItsReturnToo() throws Exception {
    up(platform);
    heard(true, "Watchdog");
    long redis = look().pid("redis");

    Processes.kill(Processes.supervisors(sandbox.home()).getFirst().pid());
    Processes.kill(redis);
    Alert dead = heard(true, "RedisDown");
    up(platform);
    heard(false, "RedisDown");

    assertThat(dead.labels().members())
        .containsEntry("severity", "critical")
        .containsEntry("owner", "platform")
        .containsEntry("job", "redis")
        .containsEntry("ins", "redis-user-1")
        .containsEntry("env", "dev");
    assertThat(dead.annotations().members())
        .containsEntry("runbook_url", "docs/runbooks/RedisDown.md")
        .containsEntry("dashboard_url", "/d/redis");
  }

  @Test
  void whatGetsMetricsIsScrapedWithoutARestart() throws Exception {
    up(platform);
    Status before = look();
    Path more =
        sandbox.write(
            "more.yml",
            """
            services:
              redis:
                x-platform:
                  metrics: {port: 6379, path: /metrics, job: more}
            """);

    up(with(more));

    Poll.until(
        LIMIT,
        () -> ask(before, "targets?state=active"),
        text -> text.contains("\"job\":\"more\""));
    assertThat(look().pids()).isEqualTo(before.pids());
  }

  @Test
  void aMistakeInARuleIsShownAndTheOldRulesStay() throws Exception {
    Path original = Checkout.root().resolve("prometheus");
    Path rules = Files.createDirectories(sandbox.directory().resolve("prometheus/rules"));
    Path rule = rules.resolve("redis.yml");
    Path configuration = rules.resolveSibling("prometheus.yml");
    Files.copy(original.resolve("prometheus-dev.yml"), configuration);
    Files.copy(original.resolve("rules/redis.yml"), rule);
    Program own =
        with(
            sandbox.write(
                "own.yml",
                """
                services:
                  prometheus:
                    volumes:
                      - %s:/etc/prometheus/prometheus.yml:ro
                      - %s:/etc/prometheus/rules:ro
                """
                    .formatted(configuration, rules)));
    up(own);
    Status before = look();

    Files.writeString(rule, Files.readString(rule).replace("expr: redis_up", "expr: (redis_up"));
    Run.End end = own.run("up", "prometheus");

    assertThat(end.status()).as("%s", end).isEqualTo(CONFIGURATION);
    assertThat(end.err())
        .containsPattern("rules/redis\\.yml:\\d+:\\d+")
        .contains("what runs is unchanged");
    assertThat(look().pids()).isEqualTo(before.pids());
    assertThat(ask(before, "rules")).contains("\"name\":\"RedisDown\"");
  }

  private Program with(Path more) {
    Path compose = Checkout.root().resolve("compose");
    return platform.withOptions(
        "-f", compose.resolve("docker-compose.yml").toString(),
        "-f", compose.resolve("docker-compose-dev.yml").toString(),
        "-f", more.toString());
  }

  private void up(Program program) throws Exception {
    Run.End end =
        program.run(
            "up", "prometheus", "alertmanager", "redis", "redis-exporter", "--timeout", "5m");
    assertThat(end.status()).as("%s", end).isZero();
  }

  /** Not all of its services run: its exit code says so. */
  private Status look() throws Exception {
    return new Status(platform.run("status", "--json").json());
  }

  private static String ask(Status status, String what) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + status.port("prometheus", 9090) + "/api/v1/" + what);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  private Alert heard(boolean firing, String name) throws Exception {
    List<Alert> found =
        Poll.until(
            LIMIT,
            () -> sink.heard().stream().filter(alert -> alert.is(firing, name)).toList(),
            alerts -> !alerts.isEmpty());
    return found.getFirst();
  }
}
