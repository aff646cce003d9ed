package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithServers.class)
class TimeoutTest {
  private static final String USER = "/v1/user-center/user";

  @TempDir private Path directory = Path.of("");

  @Test
  void givesALoginMoreTimeThanARead(UserCenter userCenter, Rpc rpc) throws IOException {
    rpc.register("slow-login");
    String config =
        Files.readString(Service.shipped("api"))
            .replace("Timeout: 3000", "Timeout: 1000")
            .replace("Timeout: 2000", "Timeout: 1000");
    Path file = Files.writeString(directory.resolve("user-api.yaml"), config);

    try (HoldingProxy proxy = new HoldingProxy(userCenter.rpcPort());
        Api api = Api.start(userCenter, file, Map.of("RPC_PORT", "" + proxy.port()))) {
      proxy.hold(text -> text.contains("slow-login"));
      CompletableFuture<HttpResponse<String>> login =
          CompletableFuture.supplyAsync(() -> login(api, "slow-login"));
      proxy.awaitHeld();

      // Begins after the login, and waits behind it: once it is late, so would be the login.
      HttpResponse<String> read = api.get(USER + "?id=1");

      assertThat(read.statusCode()).as(read.body()).isEqualTo(504);
      assertThat(login).isNotDone();
      proxy.release();
      assertThat(login.join().statusCode()).as(login.join().body()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> login(Api api, String username) {
    JsonObject body = new JsonObject().put("username", username).put("password", Rpc.PASSWORD);
    return api.send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode())),
        USER + "/login");
  }
}
