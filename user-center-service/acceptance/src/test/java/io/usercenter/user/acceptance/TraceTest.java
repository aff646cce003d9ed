package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.user.acceptance.TraceSink.Seen;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServers.class)
class TraceTest {

  @Test
  void carriesOneTraceFromTheGatewayToRedisAndPostgres(UserCenter userCenter) {
    long id = userCenter.postgres().insertUser("traced");
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    HttpResponse<String> response =
        userCenter.send(
            HttpRequest.newBuilder().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"),
            "/v1/user-center/user?id=" + id);

    List<Seen> spans =
        Eventually.get(
            "seven spans", () -> userCenter.traces().trace(trace), seen -> seen.size() == 7);
    Seen server = named(spans, "user_center_api", "/v1/user-center/user");
    Seen call = named(spans, "user_center_api", "usercenter.Users/FindUser");
    Seen answer = named(spans, "user_center_rpc", "usercenter.Users/FindUser");
    Seen sql = named(spans, "user_center_rpc", "sql");
    assertThat(server.parent()).isEqualTo("00f067aa0ba902b7");
    assertThat(call.parent()).isEqualTo(server.id());
    assertThat(answer.parent()).isEqualTo(call.id());
    assertThat(sql.parent()).isEqualTo(answer.id());
    assertThat(response.headers().firstValue("traceparent"))
        .contains("00-%s-%s-01".formatted(trace, server.id()));
    assertThat(server.tags())
        .containsEntry("http.method", "GET")
        .containsEntry("http.route", "/v1/user-center/user")
        .containsEntry("http.status_code", "200")
        .containsEntry("span.kind", "server");
    assertThat(sql.tags()).containsEntry("sql.method", "QueryRow");
    assertThat(spans.stream().filter(span -> span.name().equals("redis")))
        .extracting(span -> span.tags().get("redis.cmds"))
        .containsExactlyInAnyOrder("[\"get\"]", "[\"watch\"]", "[\"multi\",\"setex\",\"exec\"]");
  }

  @Test
  void acceptsJaegersOwnHeader(UserCenter userCenter) {
    HttpResponse<String> response =
        userCenter.send(
            HttpRequest.newBuilder()
                .header("uber-trace-id", "1bf92f3577b34da6a3ce929d0e0e4736:00f067aa0ba902b7:0:1"),
            "/v1/user-center/user?id=1");

    assertThat(response.headers().firstValue("traceparent"))
        .hasValueSatisfying(
            value -> assertThat(value).startsWith("00-1bf92f3577b34da6a3ce929d0e0e4736-"));
  }

  @Test
  void startsATraceOfItsOwnWhenTheHeaderIsBroken(UserCenter userCenter) {
    HttpResponse<String> response =
        userCenter.send(
            HttpRequest.newBuilder().header("traceparent", "00-zz-zz-zz"),
            "/v1/user-center/user?id=1");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("traceparent"))
        .hasValueSatisfying(value -> assertThat(value).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
  }

  private static Seen named(List<Seen> spans, String service, String name) {
    return spans.stream()
        .filter(span -> span.service().equals(service) && span.name().equals(name))
        .findAny()
        .orElseThrow();
  }
}
