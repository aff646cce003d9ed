package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.acceptance.AlertSink.Alert;
import io.usercenter.platform.process.Home;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a dead server to whoever is told, with the real servers between. */
class AlertDeliveryTest {

  private static final Duration LIMIT = Duration.ofSeconds(90);

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
    Path compose = Checkout.root().resolve("compose");

    up(
        platform.withOptions(
            "-f", compose.resolve("docker-compose.yml").toString(),
            "-f", compose.resolve("docker-compose-dev.yml").toString(),
            "-f", more.toString()));

    Poll.until(LIMIT, () -> targets(before), text -> text.contains("\"job\":\"more\""));
    assertThat(look().pids()).isEqualTo(before.pids());
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

  private static String targets(Status status) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:" + status.port("prometheus", 9090) + "/api/v1/targets?state=active");
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
