package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Accounts and sessions as callers of the gateway see them. */
@ExtendWith(WithServers.class)
class AccountRoutesTest {
  private static final String BASE = "/v1/user-center/user";
  private static final String PASSWORD = "correct horse battery";

  private final UserCenter userCenter;

  AccountRoutesTest(UserCenter userCenter) {
    this.userCenter = userCenter;
  }

  @Test
  void registersLogsInChangesAndDeletes() {
    HttpResponse<String> registered = register("route-ann");
    long id = json(201, registered).getLong("id");
    JsonObject session = json(200, login("route-ann", PASSWORD));
    String token = session.getString("accessToken");

    assertThat(registered.headers().firstValue("location")).contains(BASE + "?id=" + id);
    assertThat(userCenter.user("?id=" + id).body()).startsWith("{\"username\":\"route-ann\",");
    assertThat(session.getString("tokenType")).isEqualTo("Bearer");
    assertThat(session.getInteger("expiresIn")).isEqualTo(900);
    assertThat(session.getInteger("refreshExpiresIn")).isGreaterThan(86_400);
    assertThat(json(200, call("GET", "/detail", token, "")).getString("email"))
        .isEqualTo("route-ann@example.org");
    assertThat(
            json(200, call("PATCH", "", token, "{\"nickname\":\"安\",\"bio\":\"\"}"))
                .getString("nickname"))
        .isEqualTo("安");
    assertThat(call("DELETE", "", token, "").statusCode()).isEqualTo(204);
    assertThat(call("GET", "/detail", token, "").statusCode()).isEqualTo(401);
    assertThat(userCenter.user("?id=" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void saysWhichNameIsTakenAndWhichValueIsWrong() {
    json(201, register("route-taken"));

    HttpResponse<String> taken = register("route-taken");
    HttpResponse<String> wrong =
        post("/register", "{\"username\":\"a b\",\"email\":\"x\",\"password\":\"short\"}");

    assertThat(taken.statusCode()).isEqualTo(409);
    assertThat(Problem.in(taken).errors().getJsonObject(0).getString("pointer"))
        .isEqualTo("#/username");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(
            Problem.in(wrong).errors().stream()
                .map(error -> ((JsonObject) error).getString("pointer")))
        .containsExactlyInAnyOrder("#/username", "#/email", "#/password");
  }

  @Test
  void rotatesRefreshTokensAndClosesTheSessionOfAStolenOne() {
    json(201, register("route-rotate"));
    JsonObject first = json(200, login("route-rotate", PASSWORD));
    JsonObject second = json(200, refresh(first));

    HttpResponse<String> again = refresh(first);

    assertThat(again.statusCode()).isEqualTo(401);
    assertThat(again.headers().firstValue("www-authenticate")).isPresent();
    assertThat(refresh(second).statusCode()).isEqualTo(401);
    assertThat(call("GET", "/detail", second.getString("accessToken"), "").statusCode())
        .isEqualTo(401);
  }

  @Test
  void closesOneSessionOrAll() {
    json(201, register("route-logout"));
    String one = json(200, login("route-logout", PASSWORD)).getString("accessToken");
    String two = json(200, login("route-logout", PASSWORD)).getString("accessToken");
    String three = json(200, login("route-logout", PASSWORD)).getString("accessToken");

    assertThat(call("POST", "/logout", one, "").statusCode()).isEqualTo(204);
    assertThat(call("GET", "/detail", one, "").statusCode()).isEqualTo(401);
    assertThat(call("GET", "/detail", two, "").statusCode()).isEqualTo(200);
    assertThat(call("POST", "/logout", two, "{\"everywhere\":true}").statusCode()).isEqualTo(204);
    assertThat(call("GET", "/detail", three, "").statusCode()).isEqualTo(401);
  }

  @Test
  void asksForTheCurrentPasswordAndRefusesAWrongOne() {
    json(201, register("route-password"));
    String token = json(200, login("route-password", PASSWORD)).getString("accessToken");

    HttpResponse<String> missing = call("PATCH", "", token, "{\"newPassword\":\"another one\"}");
    HttpResponse<String> wrong =
        call("PATCH", "", token, "{\"newPassword\":\"another one\",\"currentPassword\":\"guess\"}");

    assertThat(missing.statusCode()).isEqualTo(422);
    assertThat(Problem.in(missing).errors().getJsonObject(0).getString("pointer"))
        .isEqualTo("#/currentPassword");
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(login("route-password", PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void listsUsersForAdministratorsOnly() {
    json(201, register("route-admin"));
    String token = json(200, login("route-admin", PASSWORD)).getString("accessToken");

    assertThat(list("?limit=2", token).statusCode()).isEqualTo(403);
    assertThat(userCenter.get("/v1/user-center/users").statusCode()).isEqualTo(401);

    userCenter
        .postgres()
        .number("UPDATE users SET role = 'admin' WHERE username = 'route-admin' RETURNING id");
    JsonObject page = json(200, list("?limit=2", token));
    JsonObject next = json(200, list("?limit=2&cursor=" + page.getString("nextCursor"), token));
    assertThat(page.getJsonArray("users")).hasSize(2);
    assertThat(next.getJsonArray("users").getJsonObject(0).getLong("id"))
        .isGreaterThan(page.getJsonArray("users").getJsonObject(1).getLong("id"));
    assertThat(list("?cursor=nonsense", token).statusCode()).isEqualTo(400);
  }

  @Test
  void slowsDownAClientThatTriesTooOften() {
    try (Api api = Api.start(userCenter, Map.of("RATE_PER_MINUTE", "1", "RATE_BURST", "2"))) {
      String body = "{\"username\":\"nobody-here\",\"password\":\"guess again\"}";
      api.send(json(body).header("X-Forwarded-For", "192.0.2.1"), BASE + "/login");
      api.send(json(body).header("X-Forwarded-For", "192.0.2.2"), BASE + "/login");
      HttpResponse<String> last =
          api.send(json(body).header("X-Forwarded-For", "192.0.2.3"), BASE + "/login");

      assertThat(last.statusCode()).isEqualTo(429);
      assertThat(last.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 60L);
      assertThat(Problem.in(last).title()).isEqualTo("Too Many Requests");
    }
  }

  private HttpResponse<String> register(String username) {
    return post(
        "/register",
        new JsonObject()
            .put("username", username)
            .put("email", username + "@example.org")
            .put("password", PASSWORD)
            .encode());
  }

  private HttpResponse<String> login(String username, String password) {
    return post(
        "/login", new JsonObject().put("username", username).put("password", password).encode());
  }

  private HttpResponse<String> refresh(JsonObject session) {
    return post(
        "/refresh",
        new JsonObject().put("refreshToken", session.getString("refreshToken")).encode());
  }

  private HttpResponse<String> list(String query, String token) {
    return userCenter.send(
        HttpRequest.newBuilder().header("Authorization", "Bearer " + token),
        "/v1/user-center/users" + query);
  }

  private HttpResponse<String> post(String path, String body) {
    return userCenter.send(json(body), BASE + path);
  }

  private static HttpRequest.Builder json(String body) {
    return HttpRequest.newBuilder()
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpResponse<String> call(String method, String path, String token, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder().header("Authorization", "Bearer " + token);
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return userCenter.send(request.method(method, BodyPublishers.ofString(body)), BASE + path);
  }

  private static JsonObject json(int status, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return new JsonObject(response.body());
  }
}
