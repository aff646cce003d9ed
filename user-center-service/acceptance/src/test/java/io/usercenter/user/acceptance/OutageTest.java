package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServers.class)
class OutageTest {

  @Test
  void answersFromTheTableWhileRedisIsDown(UserCenter userCenter) {
    long id = userCenter.postgres().insertUser("no-redis");
    userCenter.redis().stop();
    try {
      assertThat(userCenter.user("?id=" + id).body()).contains("no-redis");
      assertThat(
              Eventually.get(
                  "a degraded state",
                  () -> userCenter.rpcReadiness().body(),
                  body -> body.contains("degraded")))
          .contains("\"name\":\"redis\",\"state\":\"down\"");
      assertThat(userCenter.rpcReadiness().statusCode()).isEqualTo(200);
    } finally {
      userCenter.redis().start();
    }
    Eventually.get(
        "Redis in use again",
        () -> {
          userCenter.user("?id=" + id);
          return userCenter.redis().ask("GET cache:public:users:id:" + id);
        },
        value -> value.contains("no-redis"));
  }

  @Test
  void answersFromTheTableWhileRedisHangs(UserCenter userCenter) throws InterruptedException {
    long id = userCenter.postgres().insertUser("hung-redis");
    Thread sleeper = Thread.ofVirtual().start(() -> userCenter.redis().ask("DEBUG SLEEP 3"));

    String metric = "redis_client_requests_error_total{command=\"get\",error=\"breaker open\",}";
    Eventually.get(
        "a request that did not wait for Redis",
        () -> {
          assertThat(userCenter.user("?id=" + id).body()).contains("hung-redis");
          return userCenter.rpcMetrics();
        },
        metrics -> metrics.contains(metric));

    sleeper.join();
    Eventually.get(
        "Redis in use again",
        () -> {
          userCenter.user("?id=" + id);
          return userCenter.redis().ask("GET cache:public:users:id:" + id);
        },
        value -> value.contains("hung-redis"));
  }

  @Test
  void refusesWithoutInternalsWhilePostgresIsDown(UserCenter userCenter) {
    long cached = userCenter.postgres().insertUser("still-cached");
    Eventually.get(
        "a cached user",
        () -> {
          userCenter.user("?id=" + cached);
          return userCenter.redis().ask("GET cache:public:users:id:" + cached);
        },
        value -> value.contains("still-cached"));
    long id = userCenter.postgres().insertUser("no-postgres");
    userCenter.postgres().stop();
    try {
      HttpResponse<String> response = userCenter.user("?id=" + id);
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(Problem.in(response).detail()).isEqualTo("service unavailable");
      assertThat(userCenter.user("?id=" + cached).body())
          .as(userCenter::rpcLog)
          .contains("still-cached");
      HttpResponse<String> readiness =
          Eventually.get(
              "an api that is not ready",
              () -> userCenter.get("/readyz"),
              answer -> answer.statusCode() == 503);
      assertThat(readiness.body())
          .isEqualTo(
              "{\"status\":\"not ready\",\"dependencies\":[{\"name\":\"rpc\",\"state\":\"down\"}]}");
    } finally {
      userCenter.postgres().start();
    }
    Eventually.get(
        "PostgreSQL in use again",
        () -> userCenter.user("?id=" + id).statusCode(),
        status -> status == 200);
    Eventually.get(
        "readiness", () -> userCenter.get("/readyz").statusCode(), status -> status == 200);
  }
}
