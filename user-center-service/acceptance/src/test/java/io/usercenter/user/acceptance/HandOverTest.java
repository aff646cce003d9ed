package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway whose service is replaced by another one at the same address. */
@ExtendWith(WithServers.class)
class HandOverTest {
  private static final String USER = "/v1/user-center/user?id=";

  @Test
  void waitsForAConnectionInsteadOfLosingTheRequest(UserCenter userCenter) {
    long id = userCenter.postgres().insertUser("handed-over");
    try (Gate gate = new Gate(userCenter.rpcPort());
        Api api = Api.start(userCenter, Map.of("RPC_PORT", "" + gate.port()))) {
      gate.become(Gate.State.DOWN);
      Eventually.get(
          "a gateway without its service",
          () -> api.get("/readyz").statusCode(),
          status -> status == 503);
      gate.cut(3);
      gate.become(Gate.State.OPEN);

      HttpResponse<String> response = api.get(USER + id);

      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(gate.leftToCut()).isZero();
    }
  }
}
