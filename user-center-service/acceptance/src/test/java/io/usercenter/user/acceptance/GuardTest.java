package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithServers.class)
class GuardTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void letsOnlySomeReadTheDatabaseInThePlaceOfTheCache(UserCenter userCenter) throws SQLException {
    Map<String, String> environment = userCenter.environment();
    environment.put("REDIS1_PORT", "" + Ports.free());
    String config =
        Alone.shippedConfig().replace("    Type: node\n", "    Type: node\n    NonBlock: true\n")
            + "FallbackReads: 2\n";
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ids.add(userCenter.postgres().insertUser("spared-" + i));
    }

    try (Alone alone = Alone.start(config, directory, environment)) {
      List<CompletableFuture<HttpResponse<String>>> answers;
      try (Connection lock = userCenter.postgres().lockUsers()) {
        answers = ids.stream().map(alone::user).toList();
        Eventually.get("four refusals", () -> done(answers), done -> done.size() == 4);
        assertThat(done(answers)).allMatch(answer -> answer.statusCode() == 503);
        assertThat(alone.metrics())
            .contains("user_center_fallback_reads_refused_total 4.0\n")
            .contains("user_center_fallback_reads_under_way 2.0\n");
        lock.rollback();
      }
      assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
          .containsExactlyInAnyOrder(200, 200, 503, 503, 503, 503);
    }
  }

  @Test
  void stopsAskingADatabaseThatFails(UserCenter userCenter) {
    try (Alone alone = Alone.start(Alone.shippedConfig(), directory, userCenter.environment())) {
      long id = userCenter.postgres().insertUser("behind-a-breaker");
      userCenter.postgres().stop();
      try {
        Eventually.get(
            "a query that was not made",
            () -> {
              assertThat(alone.user(id).join().statusCode()).isEqualTo(503);
              return alone.metrics();
            },
            metrics ->
                metrics.contains(
                    "sql_client_requests_error_total{command=\"queryRows\",error=\"breaker\",}"));
        assertThat(alone.metrics())
            .contains("user_center_breaker_dropped_total{dependency=\"postgres\",}")
            .containsPattern("user_center_breaker_drop_ratio\\{dependency=\"postgres\",} 0\\.\\d");
      } finally {
        userCenter.postgres().start();
      }
      Eventually.get(
          "an answer", () -> alone.user(id).join().statusCode(), status -> status == 200);
    }
  }

  @Test
  void refusesWhatItCannotServeWhenTheCpuIsSpent(UserCenter userCenter) throws SQLException {
    long cached = userCenter.postgres().insertUser("not-shed");
    String config = Alone.shippedConfig() + "CpuThreshold: 1\n";

    try (Alone alone = Alone.start(config, directory, userCenter.environment())) {
      try (Connection lock = userCenter.postgres().lockUsers()) {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong next = new AtomicLong(1_000_000);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          callers.add(
              Thread.startVirtualThread(() -> {
                while (!enough.get()) {
                  assertThat(alone.user(next.incrementAndGet()).join().statusCode()).isEqualTo(503);
                }
              }));
        }
        Eventually.get("refusals", alone::metrics, GuardTest::hasShed);
        enough.set(true);
        callers.forEach(GuardTest::join);
        lock.rollback();
      }
      assertThat(alone.log()).contains("dropreq, 1 requests, cpu: ");
      Eventually.get(
          "an answer", () -> alone.user(cached).join().statusCode(), status -> status == 200);
    }
  }

  private static boolean hasShed(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("user_center_shedding_dropped_total "))
        .anyMatch(line -> !line.endsWith(" 0.0"));
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<HttpResponse<String>> done(
      List<CompletableFuture<HttpResponse<String>>> answers) {
    return answers.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join).toList();
  }
}
