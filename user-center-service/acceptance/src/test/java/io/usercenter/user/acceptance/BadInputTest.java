package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What careless and hostile callers send. */
@ExtendWith(WithServers.class)
class BadInputTest {
  private static final String REGISTER = "/v1/user-center/user/register";
  private static final String LOGIN = "/v1/user-center/user/login";

  private final UserCenter userCenter;

  BadInputTest(UserCenter userCenter) {
    this.userCenter = userCenter;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /user                        | id     | field "id" is not set
          /user?id=1&id=2              | id     | the parameter "id" is given more than once
          /user?id=1&x=1&x=2           | x      | the parameter "x" is given more than once
          /user?id=%zz                 | id     | invalid URL escape "%zz"
          /user?id=%1                  | id     | invalid URL escape "%1"
          /user?id=%ff                 | id     | "id" is not UTF-8
          /user?id=%C0%80              | id     | "id" is not UTF-8
          /user?id=%ED%A0%80           | id     | "id" is not UTF-8
          /user?id=\u00e9              | id     | "id" is not percent-encoded
          /user?id=%00                 | id     | "id" has control characters
          /user?id=1%0d%0aX:y          | id     | "id" has control characters
          /user?id=1.0                 | id     | strconv.ParseInt: parsing "1.0": invalid syntax
          /user?id=-9223372036854775809| id     | strconv.ParseInt: parsing "-9223372036854775809": value out of range
          /user?id=1%20OR%201=1        | id     | strconv.ParseInt: parsing "1 OR 1=1": invalid syntax
          /user?id={%22$gt%22:0}       | id     | strconv.ParseInt: parsing "{\\"$gt\\":0}": invalid syntax
          /users/search                | q      | field "q" is not set
          /users/search?q=             | q      | field "q" is not set
          /users/search?q=a&q=b        | q      | the parameter "q" is given more than once
          /users/search?q=%e4%bd       | q      | "q" is not UTF-8
          /users/search?q=a&limit=0    | limit  | "limit" must be a whole number from 1 to 100
          /users/search?q=a&limit=101  | limit  | "limit" must be a whole number from 1 to 100
          /users/search?q=a&limit=ten  | limit  | "limit" must be a whole number from 1 to 100
          /users/search?q=a&limit=1e1  | limit  | "limit" must be a whole number from 1 to 100
          /users/search?q=a&limit=99999999999 | limit | "limit" must be a whole number from 1 to 100
          """)
  void namesTheParameterThatIsWrong(String path, String parameter, String text) {
    Problem problem = problem(400, raw("GET /v1/user-center" + path + " HTTP/1.1\r\n", ""));

    assertThat(problem.detail()).isEqualTo(text);
    assertThat(problem.errors().getJsonObject(0))
        .isEqualTo(new JsonObject().put("parameter", parameter).put("detail", text));
  }

  @Test
  void limitsTheLengthOfParameters() {
    Problem query =
        problem(400, userCenter.get("/v1/user-center/users/search?q=" + "%e6%b1%89".repeat(201)));
    Problem cursor =
        problem(400, userCenter.get("/v1/user-center/users/search?q=a&cursor=" + "a".repeat(1001)));

    assertThat(query.detail()).isEqualTo("\"q\" is longer than 200 characters");
    assertThat(cursor.detail()).isEqualTo("\"cursor\" is longer than 1000 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"username":"a"}                        | #/password | is required
          {"username":"a","password":7}           | #/password | must be a string
          {"username":"a","password":null}        | #/password | must be a string
          {"username":"a","password":["x"]}       | #/password | must be a string
          {"username":"a","password":{"$ne":1}}   | #/password | must be a string
          {"username":"a","password":"\\u0000"}   | #/password | must be text without NUL
          {"username":"a","password":"\\ud800"}   | #/password | must be text without NUL
          {"username":"a","password":"b","usernam":"c"} | #/usernam | is not known, did you mean 'username'?
          {"username":"a","password":"b","a/~b":1} | #/a~1~0b   | is not known
          {"username":"a","password":"b","username":"c"} | #/username | is given more than once
          """)
  void namesTheFieldThatIsWrong(String body, String pointer, String text) {
    Problem problem = problem(422, post(LOGIN, "application/json", body));

    assertThat(problem.errors().getJsonObject(0))
        .isEqualTo(new JsonObject().put("pointer", pointer).put("detail", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{]", "nul", "{'a':1}", "{\"a\":1,}", "{} {}", "\u0000"})
  void refusesWhatIsNotJson(String body) {
    problem(400, post(LOGIN, "application/json", body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "null", "\"text\"", "[[[[]]]]"})
  void refusesJsonThatIsNoObject(String body) {
    problem(422, post(LOGIN, "application/json; charset=UTF-8", body));
  }

  @Test
  void refusesDeepNestingAndLongNumbers() {
    problem(400, post(LOGIN, "application/json", "{\"a\":" + "[".repeat(5000)));
    problem(400, post(LOGIN, "application/json", "{\"a\":" + "9".repeat(5000) + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "application/json; charset=utf-16",
        "multipart/form-data; boundary=x"
      })
  void refusesOtherTypes(String type) {
    problem(415, post(LOGIN, type, "{}"));
  }

  @Test
  void refusesABodyWithoutATypeOrCompressed() {
    problem(
        415, userCenter.send(HttpRequest.newBuilder().POST(BodyPublishers.ofString("{}")), LOGIN));
    problem(
        415,
        userCenter.send(
            HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("{}")),
            LOGIN));
  }

  @Test
  void refusesABodyThatIsNotUtf8() {
    assertThat(
            problem(
                    400,
                    raw(
                        "POST "
                            + LOGIN
                            + " HTTP/1.1\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 6\r\n",
                        "{\"\u00ff\":1"))
                .detail())
        .isEqualTo("the body is not UTF-8");
  }

  @Test
  void refusesABodyThatSaysItIsTooLarge() {
    Raw.Reply response =
        raw(
            "POST "
                + LOGIN
                + " HTTP/1.1\r\nContent-Type: application/json\r\n"
                + "Content-Length: 65537\r\n",
            "");

    assertThat(problem(413, response).detail()).isEqualTo("the body is larger than 65536 bytes");
  }

  @Test
  void refusesAChunkedBodyOnceItIsTooLarge() {
    String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";

    Raw.Reply response =
        raw(
            "POST "
                + LOGIN
                + " HTTP/1.1\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n",
            chunk.repeat(17));

    problem(413, response);
  }

  @Test
  void takesABodyOfExactlyTheLimit() {
    String body = "{\"username\":\"" + "x".repeat(65_536 - 15) + "\"}";

    assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSize(65_536);
    problem(422, post(LOGIN, "application/json", body));
  }

  @Test
  void cutsOffABodyThatTrickles() {
    try (Raw raw = new Raw(userCenter.apiPort())) {
      raw.send(
          "POST "
              + LOGIN
              + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: 1000\r\n\r\n{");
      Thread trickle = Thread.ofVirtual().start(() -> trickle(raw, " "));

      assertThat(raw.answer())
          .startsWith("HTTP/1.1 408 ")
          .containsIgnoringCase("connection: close");
      trickle.interrupt();
    }
  }

  @Test
  void cutsOffAHeaderThatTrickles() {
    try (Raw raw = new Raw(userCenter.apiPort())) {
      raw.send("GET /v1/user-center/user?id=1 HTTP/1.1\r\nX-Slow: ");
      Thread trickle = Thread.ofVirtual().start(() -> trickle(raw, "x"));

      assertThat(raw.answer()).isEmpty();
      trickle.interrupt();
    }
  }

  @Test
  void refusesHugeHeadersAndAddresses() {
    Problem line = problem(414, raw("GET /?q=" + "x".repeat(20_000) + " HTTP/1.1\r\n", ""));
    Problem header =
        problem(431, raw("GET / HTTP/1.1\r\nX-Huge: " + "x".repeat(20_000) + "\r\n", ""));

    assertThat(line.detail()).isEqualTo("the request line is too long");
    assertThat(header.detail()).isEqualTo("the header is too large");
    Eventually.get("a line", userCenter::apiLog, log -> log.contains(header.instance()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0016\u0003\u0001\r\n", "GET\r\n", "GET / HTTP/1.1\r\nno colon\r\n"})
  void refusesWhatIsNotHttp(String start) {
    assertThat(problem(400, raw(start, "")).detail()).isEqualTo("the request is not HTTP");
  }

  @Test
  void doesNotCountMethodsThatCallersInvent() {
    assertThat(raw("INVENTED /v1/user-center/user HTTP/1.1\r\n", "").status()).isEqualTo(405);

    assertThat(userCenter.apiMetrics()).contains("method=\"OTHER\"").doesNotContain("INVENTED");
  }

  @Test
  void treatsInjectionsAsText() {
    for (String text :
        List.of(
            "' OR '1'='1",
            "'; DROP TABLE users; --",
            "\"}, {\"$ne\": null",
            "* OR username:*",
            "\\\"}",
            "${jndi:ldap://x/y}",
            "../../etc/passwd",
            "<script>alert(1)</script>")) {
      String body = new JsonObject().put("username", text).put("password", text).encode();
      HttpResponse<String> login = post(LOGIN, "application/json", body);
      HttpResponse<String> register =
          post(REGISTER, "application/json", new JsonObject(body).put("email", text).encode());

      assertThat(login.statusCode()).as(text).isLessThan(500).isNotEqualTo(200);
      assertThat(register.statusCode()).as(text).isEqualTo(422);
    }
    assertThat(userCenter.user("?id=1").statusCode()).isEqualTo(200);
  }

  private static void trickle(Raw raw, String text) {
    while (!Thread.currentThread().isInterrupted() && raw.trickle(text)) {
      LockSupport.parkNanos(200_000_000);
    }
  }

  private static Problem problem(int status, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return Problem.in(response);
  }

  private static Problem problem(int status, Raw.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.head()).containsIgnoringCase("content-type: application/problem+json\r\n");
    return Problem.of(reply.body());
  }

  private HttpResponse<String> post(String path, String type, String body) {
    return userCenter.send(
        HttpRequest.newBuilder()
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8)),
        path);
  }

  /** The header without its end, then the body. */
  private Raw.Reply raw(String header, String body) {
    try (Raw raw = new Raw(userCenter.apiPort())) {
      return raw.send(header + "Host: x\r\nConnection: close\r\n\r\n" + body).reply();
    }
  }
}
