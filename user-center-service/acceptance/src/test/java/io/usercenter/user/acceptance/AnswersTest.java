package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServers.class)
class AnswersTest {

  @Test
  void answersAUserWithTheAncestorsBytes(UserCenter userCenter) {
    long id = userCenter.postgres().insertUser("byte-exact");

    HttpResponse<String> response = userCenter.user("?id=" + id);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type"))
        .contains("application/json; charset=utf-8");
    assertThat(response.body())
        .isEqualTo("{\"username\":\"byte-exact\",\"createdAt\":\"2026-11-23 06:01:57\"}");
  }

  @Test
  void answersTheSeedUsers(UserCenter userCenter) {
    assertThat(userCenter.user("?id=1").body()).startsWith("{\"username\":\"user1\",");
    assertThat(userCenter.user("?id=2").body()).startsWith("{\"username\":\"user2\",");
    assertThat(userCenter.user("?id=3").body()).startsWith("{\"username\":\"user3\",");
  }

  @Test
  void answersHeadLikeGetWithoutTheBody(UserCenter userCenter) {
    HttpResponse<String> response =
        userCenter.send(HttpRequest.newBuilder().HEAD(), "/v1/user-center/user?id=1");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValueAsLong("content-length"))
        .hasValue(userCenter.user("?id=1").body().length());
  }

  @Test
  void explainsItsMethods(UserCenter userCenter) {
    HttpResponse<String> response =
        userCenter.send(
            HttpRequest.newBuilder().method("OPTIONS", HttpRequest.BodyPublishers.noBody()),
            "/v1/user-center/user");

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("allow").orElse("")).contains("GET, ");
    assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void writesOneJsonLineForEachRequest(UserCenter userCenter) {
    String trace = "0af7651916cd43dd8448eb211c80319c";

    userCenter.send(
        HttpRequest.newBuilder().header("traceparent", "00-" + trace + "-b7ad6b7169203331-01"),
        "/v1/user-center/user?id=1");

    String line =
        Eventually.get(
            "the access line",
            () -> userCenter.apiLog().lines().filter(l -> l.contains(trace)).findAny().orElse(""),
            l -> !l.isEmpty());
    assertThat(line)
        .startsWith("{\"@timestamp\":\"")
        .endsWith("}")
        .contains(
            "\"ecs.version\":\"",
            "\"service.name\":\"user",
            "\"log.level\":\"info\"",
            "[HTTP]",
            " - GET /v1/user-center/user",
            trace);
  }

  @Test
  void printsItsConfigurationWithoutSecrets(UserCenter userCenter) {
    assertThat(userCenter.rpcLog()).contains("password=***").doesNotContain(Postgres.PASSWORD);
  }
}
