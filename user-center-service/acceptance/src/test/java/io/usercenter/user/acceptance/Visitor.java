package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** Somebody with an account and a session; with new ones when the old are gone. */
final class Visitor {
  private static final String PASSWORD = "correct horse battery";

  private final UserCenter userCenter;
  private final String name;
  private int accounts;
  private String token = "";

  Visitor(UserCenter userCenter, String name) {
    this.userCenter = userCenter;
    this.name = name;
  }

  /** With the visitor's token. */
  HttpResponse<String> send(HttpRequest.Builder request, String path) {
    if (token.isEmpty()) {
      register();
    }
    HttpResponse<String> response =
        userCenter.send(request.header("Authorization", "Bearer " + token), path);
    boolean gone = response.statusCode() == 204 || response.statusCode() == 401;
    token = gone ? "" : token;
    return response;
  }

  private void register() {
    String username = name + "-" + accounts++;
    HttpResponse<String> registered =
        post(
            "register",
            new JsonObject()
                .put("username", username)
                .put("email", username + "@example.org")
                .put("password", PASSWORD));
    assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
    HttpResponse<String> session =
        post("login", new JsonObject().put("username", username).put("password", PASSWORD));
    assertThat(session.statusCode()).as(session.body()).isEqualTo(200);
    token = new JsonObject(session.body()).getString("accessToken");
  }

  private HttpResponse<String> post(String path, JsonObject body) {
    return userCenter.send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode())),
        "/v1/user-center/user/" + path);
  }
}
