package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;

/** A problem document (RFC 9457). */
record Problem(int status, String title, String detail, String instance, JsonArray errors) {

  static Problem in(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("content-type"))
        .as(response.body())
        .contains("application/problem+json");
    return of(response.body());
  }

  static Problem of(String body) {
    JsonObject document = new JsonObject(body);
    return new Problem(
        document.getInteger("status"),
        document.getString("title"),
        document.getString("detail"),
        document.getString("instance"),
        document.getJsonArray("errors", new JsonArray()));
  }
}
