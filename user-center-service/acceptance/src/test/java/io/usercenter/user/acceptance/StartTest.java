package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithServers.class)
class StartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @TempDir private Path directory = Path.of("");

  @Test
  void rpcRefusesToStartWithoutPostgres(UserCenter userCenter) {
    int nobody = Ports.free();
    Map<String, String> environment = elsewhere(userCenter);
    environment.put("DB_PORT", "" + nobody);

    Service rpc = Service.start("rpc", directory, environment);

    assertThat(rpc.exitCode(PATIENCE)).isEqualTo(1);
    assertThat(rpc.output())
        .contains("error: PostgreSQL does not answer")
        .contains("   at: 127.0.0.1:%d/user_db".formatted(nobody))
        .contains("  why: within 500 ms; the last attempt: ", "Connection refused: ")
        .contains("  fix: start PostgreSQL, or correct Database.PGDataSource")
        .doesNotContain("\tat ");
  }

  @Test
  void rpcRefusesToStartWithAWrongPasswordAtOnce(UserCenter userCenter) {
    Map<String, String> environment = elsewhere(userCenter);
    environment.remove("DB_PASSWORD_FILE");
    environment.put("DB_PASSWORD", "wrong");
    environment.put("START_TIMEOUT", "1h");

    Service rpc = Service.start("rpc", directory, environment);

    assertThat(rpc.exitCode(PATIENCE)).isEqualTo(1);
    assertThat(rpc.output())
        .contains("error: PostgreSQL refuses the service", "password authentication failed");
  }

  @Test
  void rpcRefusesToStartWithoutRedis(UserCenter userCenter) {
    int nobody = Ports.free();
    Map<String, String> environment = elsewhere(userCenter);
    environment.put("REDIS1_PORT", "" + nobody);

    Service rpc = Service.start("rpc", directory, environment);

    assertThat(rpc.exitCode(PATIENCE)).isEqualTo(1);
    assertThat(rpc.output())
        .contains("error: Redis does not answer")
        .contains("   at: 127.0.0.1:%d\n".formatted(nobody));
  }

  @Test
  void apiRefusesToStartWithoutTheRpc(UserCenter userCenter) {
    Map<String, String> environment = elsewhere(userCenter);

    Service api = Service.start("api", directory, environment);

    assertThat(api.exitCode(PATIENCE)).isEqualTo(1);
    assertThat(api.output())
        .contains("error: the user-center rpc does not answer")
        .contains("  fix: start user-center-rpc, or correct UserRpc.Endpoints");
  }

  @Test
  void tellsEverythingWrongWithItsConfigurationAtOnce(UserCenter userCenter) throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("user-rpc.yaml"),
            """
            Name: user-rpc
            ListenOn: nonsense
            Mode: prod
            Prometheus:
              Port: 70000
            Cache:
              - Host: ${NOT_SET_ANYWHERE}
            Database:
              PGDataSource: host=db port=x
            """);

    Service rpc = Service.start("rpc", config, directory, elsewhere(userCenter));

    assertThat(rpc.exitCode(PATIENCE)).isEqualTo(1);
    assertThat(rpc.output())
        .contains("'ListenOn' is 'nonsense'", config + ":2", "0.0.0.0:8080")
        .contains("'Mode' is 'prod'", config + ":3", "for example 'Mode: pro'")
        .contains("'Prometheus.Port' is '70000'", config + ":5", "from 1 to 65535")
        .contains("'Cache[0].Host' cannot be resolved", config + ":7", "'NOT_SET_ANYWHERE'")
        .contains("'Database.PGDataSource' cannot be used", config + ":9", "port is 'x'");
  }

  @Test
  void onceServesRequestsOfItsOwnAndEnds(UserCenter userCenter) {
    Map<String, String> environment = elsewhere(userCenter);
    environment.put("START_TIMEOUT", "10s");

    Service standalone = Service.start("standalone", directory, environment, "--once");

    assertThat(standalone.exitCode(Duration.ofSeconds(60))).isZero();
    assertThat(standalone.output().lines().filter(line -> line.contains("[HTTP] 200 - GET ")))
        .hasSize(5000);
  }

  @Test
  void stopsQuicklyAndWithZeroOnSigterm(UserCenter userCenter) {
    Map<String, String> environment = elsewhere(userCenter);
    environment.put("START_TIMEOUT", "10s");
    Service rpc = Service.start("rpc", directory, environment);
    Eventually.get("a started rpc", rpc::output, output -> output.contains("ready after"));

    rpc.terminate();

    assertThat(rpc.exitCode(Duration.ofSeconds(2))).isZero();
    assertThat(rpc.output()).contains("\"message\":\"stopped\"");
  }

  /** The environment of the running programs, but with ports of its own. */
  private static Map<String, String> elsewhere(UserCenter userCenter) {
    Map<String, String> environment = userCenter.environment();
    environment.put("RPC_PORT", "" + Ports.free());
    environment.put("RPC_METRICS_PORT", "" + Ports.free());
    environment.put("API_PORT", "" + Ports.free());
    environment.put("API_METRICS_PORT", "" + Ports.free());
    environment.put("START_TIMEOUT", "500ms");
    return environment;
  }
}
