package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ancestor's table of answers, in both positions of the switch. */
@ExtendWith(WithServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompatTest {
  private static final String USER = "/v1/user-center/user";
  private static final String TABLE =
      """
      /v1/user-center/user                         | 400 | 400 | field "id" is not set
      /v1/user-center/user?id=                     | 400 | 400 | field "id" is not set
      /v1/user-center/user?id=abc                  | 400 | 400 | strconv.ParseInt: parsing "abc": invalid syntax
      /v1/user-center/user?id=%22                  | 400 | 400 | strconv.ParseInt: parsing "\\"": invalid syntax
      /v1/user-center/user?id=9223372036854775808  | 400 | 400 | strconv.ParseInt: parsing "9223372036854775808": value out of range
      /nowhere                                     | 404 | 404 | 404 page not found
      /v1/user-center/user?id=9223372036854775807  | 404 | 400 | sql: no rows in result set
      /v1/user-center/user?id=-1                   | 404 | 400 | sql: no rows in result set
      """;

  private final UserCenter userCenter;
  private final Api compat;

  CompatTest(UserCenter userCenter) {
    this.userCenter = userCenter;
    compat = Api.start(userCenter, Map.of("COMPAT", "go-zero"));
  }

  @AfterAll
  void stop() {
    compat.close();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = TABLE)
  void answersProblemsByDefault(String path, int status, int inAncestor, String text) {
    HttpResponse<String> response = userCenter.get(path);

    assertThat(response.statusCode()).isEqualTo(status);
    Problem problem = Problem.in(response);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.detail()).isEqualTo(inAncestor == status ? text : "user not found");
    assertThat(response.headers().firstValue("traceparent"))
        .hasValueSatisfying(traceparent -> assertThat(traceparent).contains(problem.instance()));
  }

  @Test
  void namesTheAllowedMethodsByDefault() {
    HttpResponse<String> response =
        userCenter.send(HttpRequest.newBuilder().POST(BodyPublishers.noBody()), USER);

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow").orElse("").split(", "))
        .contains("GET", "HEAD", "OPTIONS");
    assertThat(Problem.in(response).status()).isEqualTo(405);
    assertThat(response.headers().firstValue("traceparent")).isPresent();
  }

  @Test
  void namesTheAllowedMethodAsTheAncestorDoes() {
    HttpResponse<String> response =
        compat.send(HttpRequest.newBuilder().POST(BodyPublishers.noBody()), USER);

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow").orElse("")).startsWith("GET");
    assertThat(response.body()).isEmpty();
  }

  @Test
  void refusesBodiesAndTokensAsGoZeroDoes() {
    HttpResponse<String> body =
        compat.send(
            HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")),
            USER + "/login");
    HttpResponse<String> token = compat.get(USER + "/detail");

    assertThat(body.statusCode()).isEqualTo(400);
    assertThat(body.body()).isEqualTo("#/username is required; #/password is required\n");
    assertThat(token.statusCode()).isEqualTo(401);
    assertThat(token.body()).isEmpty();
  }

  @Test
  void refusesWhatCannotBeReadAsGoDoes() {
    String huge = "x".repeat(20_000);

    assertThat(raw("GET /?q=" + huge + " HTTP/1.1\r\n"))
        .isEqualTo("431 431 Request Header Fields Too Large\n");
    assertThat(raw("GET / HTTP/1.1\r\nX-Huge: " + huge + "\r\n"))
        .isEqualTo("431 431 Request Header Fields Too Large\n");
    assertThat(raw("GET\r\n")).isEqualTo("400 400 Bad Request\n");
  }

  private String raw(String start) {
    try (Raw raw = new Raw(compat.port())) {
      Raw.Reply reply = raw.send(start + "Connection: close\r\n\r\n").reply();
      return reply.status() + " " + reply.body();
    }
  }

  @Test
  void masksTheDetailsOfAnOutage() {
    long id = userCenter.postgres().insertUser("compat-outage");
    userCenter.postgres().stop();
    try {
      HttpResponse<String> ours = userCenter.user("?id=" + id);
      HttpResponse<String> ancestors = compat.get(USER + "?id=" + id);

      assertThat(ours.statusCode()).isEqualTo(503);
      assertThat(ours.headers().firstValue("retry-after")).isPresent();
      assertThat(Problem.in(ours).detail()).isEqualTo("service unavailable");
      assertThat(ancestors.statusCode()).isEqualTo(400);
      assertThat(ancestors.body())
          .isEqualTo("failed to connect to `host=*** user=*** database=***`: dial error\n");
    } finally {
      userCenter.postgres().start();
    }
    Eventually.get(
        "PostgreSQL in use again",
        () -> userCenter.user("?id=" + id).statusCode(),
        status -> status == 200);
    assertThat(compat.get(USER + "?id=" + id).body()).contains("compat-outage");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = TABLE)
  void answersTheAncestorsBytesWhenAsked(String path, int status, int inAncestor, String text) {
    HttpResponse<String> response = compat.get(path);

    assertThat(response.statusCode()).isEqualTo(inAncestor);
    assertThat(response.body()).isEqualTo(text + "\n");
    assertThat(response.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(response.headers().firstValue("x-content-type-options")).contains("nosniff");
  }
}
