package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(WithUserCenter.class)
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                       | 400 | field "id" is not set
          ?id=                     | 400 | field "id" is not set
          ?id=abc                  | 400 | strconv.ParseInt: parsing "abc": invalid syntax
          ?id=%22                  | 400 | strconv.ParseInt: parsing "\\"": invalid syntax
          ?id=9223372036854775808  | 400 | strconv.ParseInt: parsing "9223372036854775808": value out of range
          ?id=9223372036854775807  | 404 | user not found
          ?id=-1                   | 404 | user not found
          """)
  void refusesWithTheAncestorsWords(String query, int status, String line, UserCenter userCenter) {
    HttpResponse<String> response = userCenter.user(query);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(line + "\n");
    assertThat(response.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(response.headers().firstValue("x-content-type-options")).contains("nosniff");
  }

  @Test
  void answersAnUnknownPathAsGoDoes(UserCenter userCenter) {
    HttpResponse<String> response = userCenter.get("/nowhere");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("404 page not found\n");
    assertThat(response.headers().firstValue("traceparent")).isPresent();
  }

  @Test
  void namesTheAllowedMethod(UserCenter userCenter) {
    HttpResponse<String> response =
        userCenter.send(
            HttpRequest.newBuilder().POST(BodyPublishers.noBody()), "/v1/user-center/user");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("GET");
    assertThat(response.body()).isEmpty();
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
