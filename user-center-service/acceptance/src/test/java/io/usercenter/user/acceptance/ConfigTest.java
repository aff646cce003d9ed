package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithServers.class)
class ConfigTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @TempDir private Path directory = Path.of("");

  @Test
  void servesWithTheAncestorsFile(UserCenter userCenter) throws IOException {
    try (Alone alone = Alone.start(ancestor(), directory, environment(userCenter))) {
      assertThat(alone.user(1).join().body()).contains("\"username\":\"user1\"");
      assertThat(alone.log())
          .contains(
              "Name=user-api",
              "Database.PGDataSource=host=127.0.0.1",
              "password=***",
              "Telemetry.Batcher=jaeger")
          .doesNotContain("it's a secret", "is not used");
    }
  }

  @Test
  void tellsTheGatewayAloneThatTheDataIsNotItsOwn(UserCenter userCenter) throws IOException {
    Path file = Files.writeString(directory.resolve("user-api.yaml"), ancestor());
    Map<String, String> environment = environment(userCenter);
    environment.put("API_PORT", "" + Ports.free());
    environment.put("API_METRICS_PORT", "" + Ports.free());

    Service api = Service.start("api", file, directory, environment);

    assertThat(api.exitCode(PATIENCE)).as("there is no host 'rpc' here").isEqualTo(1);
    assertThat(api.output())
        .contains("'Cache', 'Redis', 'Database' only checked, not used here: the data belongs to")
        .contains("error: the user-center rpc does not answer")
        .doesNotContain("is not used,", "Cache[0].Host' is not used");
  }

  @Test
  void servesDevelopersOnAPortOfTheirOwn(UserCenter userCenter) {
    int port = Ports.free();
    String config = Alone.shippedConfig() + "DevServer:\n  Port: %d\n".formatted(port);

    try (Alone alone = Alone.start(config, directory, userCenter.environment())) {
      Eventually.get("readiness", alone::log, log -> log.contains("ready after"));
      assertThat(alone.get(port, "/healthz").body()).isEqualTo("OK");
      assertThat(alone.get(port, "/metrics").body()).contains("http_server_requests");
      assertThat(alone.get(port, "/").body()).isEqualTo("[\"/\",\"/healthz\",\"/metrics\"]");
      assertThat(alone.get(port, "/debug/pprof/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void startsWithoutTheRpcWhenToldNotToWait(UserCenter userCenter) throws IOException {
    int port = Ports.free();
    String config =
        Files.readString(Service.shipped("api")).replace("UserRpc:", "UserRpc:\n  NonBlock: true");
    Path file = Files.writeString(directory.resolve("user-api.yaml"), config);
    Map<String, String> environment = environment(userCenter);
    environment.put("RPC_PORT", "" + Ports.free());
    environment.put("API_PORT", "" + port);
    environment.put("API_METRICS_PORT", "" + Ports.free());

    try (Service api = Service.start("api", file, directory, environment)) {
      Eventually.get("a started api", api::output, output -> output.contains("ready after"));
      HttpResponse<String> readiness = send("http://127.0.0.1:%d/readyz".formatted(port));
      assertThat(readiness.statusCode()).isEqualTo(503);
      assertThat(readiness.body()).contains("{\"name\":\"rpc\",\"state\":\"down\"}");
    }
  }

  @Test
  void servesTlsWithTheCertificateOfTheFile(UserCenter userCenter) throws Exception {
    int port = Ports.free();
    Certificate certificate = Certificate.selfSigned(directory);
    String config =
        Alone.shippedConfig()
            + "CertFile: %s\nKeyFile: %s\n".formatted(certificate.chain(), certificate.key());
    Path file = Files.writeString(directory.resolve("user-center.yaml"), config);
    Map<String, String> environment = userCenter.environment();
    environment.put("API_PORT", "" + port);
    environment.put("API_METRICS_PORT", "" + Ports.free());

    try (Service alone = Service.start("standalone", file, directory, environment);
        HttpClient client = HttpClient.newBuilder().sslContext(certificate.trusted()).build()) {
      Eventually.get("a started service", alone::output, output -> output.contains("ready after"));
      URI uri = URI.create("https://localhost:%d/healthz".formatted(port));
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("OK");
      assertThat(answer.sslSession()).isPresent();
    }
  }

  @Test
  void refusesEachThingItCannotDoByItsName(UserCenter userCenter) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("user-rpc.yaml"),
            """
            Name: user-rpc
            Auth: true
            CpuThreshold: 1000
            MethodTimeouts:
              - FullMethod: /usercenter.Users/Login
                Timeout: 2h
            Etcd:
              Hosts: [etcd:2379]
              Key: user.rpc
            Cache:
              - Host: redis-1:6379
              - Host: redis-2:6379
                Type: cluster
                Weight: 101
            Database:
              PGDataSource: host=db
              pgdatasource: host=db2
            Telemetry:
              Endpoint: collector:4317
              Batcher: otlpgrpc
            """);

    Service rpc = Service.start("rpc", file, directory, userCenter.environment());

    assertThat(rpc.exitCode(PATIENCE)).isEqualTo(1);
    assertThat(rpc.output())
        .contains("'Auth' is not supported", file + ":2")
        .contains("'CpuThreshold' is '1000'", file + ":3", "a whole number from 0 to 999")
        .contains("'MethodTimeouts[0].Timeout' is '2h'", file + ":6", "from 0s to 1h")
        .contains("'Etcd.Hosts' is not supported", file + ":8")
        .contains("'Cache[1].Type' is not supported", file + ":13")
        .contains("'Cache[1].Weight' is '101'", file + ":14", "from 1 to 100")
        .contains("'Cache' is not supported", "it names 2 nodes")
        .contains("'Database.pgdatasource' is given twice", file + ":17", "line 16")
        .contains("'Telemetry.Batcher' is not supported", "write 'Batcher: otlphttp'");
  }

  private static HttpResponse<String> send(String url) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .sendAsync(
              HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .join();
    }
  }

  /** The ancestor's own file; only its ports are those of this test. */
  private static String ancestor() throws IOException {
    try (InputStream file = ConfigTest.class.getResourceAsStream("/ancestor/user-api.yaml")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
          .replace("Port: 8888", "Port: ${API_PORT}")
          .replace("Port: 4001", "Port: ${API_METRICS_PORT}");
    }
  }

  private static Map<String, String> environment(UserCenter userCenter) {
    Map<String, String> environment = userCenter.environment();
    environment.put("REDIS1_PASSWORD", "");
    environment.put("USER_DB_NAME", "user_db");
    environment.put("DB_USER", "user_center");
    environment.put("START_TIMEOUT", "500ms");
    return environment;
  }
}
