package io.usercenter.user.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.exception.NotFoundException;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The shipped program over servers in containers, from the images that the Compose file pins. */
class ContainersIT {
  private static final String POSTGRES = "postgres:18.6";
  private static final String REDIS = "redis:7.2.7";
  private static final String ELASTICSEARCH = "elasticsearch:8.19.21";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String CREDENTIALS =
      """
      {"username": "boxed", "password": "correct horse battery"}\
      """;

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void needsAnEngineWithTheImages() {
    DockerClientFactory engine = DockerClientFactory.instance();
    if (!engine.isDockerAvailable()) {
      skip("no container engine answers");
    }
    for (String image : List.of(POSTGRES, REDIS, ELASTICSEARCH)) {
      try {
        engine.client().inspectImageCmd(image).exec();
      } catch (NotFoundException missing) {
        skip("the engine has no " + image + "; ./platform images build makes it");
      }
    }
  }

  @Test
  void registersLogsInFindsAndSearchesOverContainers() {
    try (PostgreSQLContainer postgres =
            new PostgreSQLContainer(POSTGRES)
                .withDatabaseName("user_db")
                .withUsername("user_center")
                .withPassword(Postgres.PASSWORD);
        GenericContainer<?> redis = new GenericContainer<>(REDIS).withExposedPorts(6379);
        GenericContainer<?> elasticsearch = elasticsearch()) {
      postgres.start();
      redis.start();
      elasticsearch.start();

      try (Alone service =
          Alone.start(
              Alone.shippedConfig(), directory, environment(postgres, redis, elasticsearch))) {
        HttpResponse<String> registered =
            service.post(
                "/v1/user-center/user/register",
                new JsonObject(CREDENTIALS).put("email", "boxed@example.org").encode());
        HttpResponse<String> session = service.post("/v1/user-center/user/login", CREDENTIALS);
        long id = new JsonObject(registered.body()).getLong("id");

        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
        assertThat(session.statusCode()).as(session.body()).isEqualTo(200);
        assertThat(service.user(id).join().body()).startsWith("{\"username\":\"boxed\",");
        assertThat(service.user(id).join().statusCode()).isEqualTo(200);
        Eventually.get(
            "the user in the index",
            () -> service.get("/v1/user-center/users/search?q=boxed").body(),
            found -> found.contains("\"username\":\"boxed\""));
      }
    }
  }

  private static GenericContainer<?> elasticsearch() {
    return new GenericContainer<>(ELASTICSEARCH)
        .withEnv("discovery.type", "single-node")
        .withEnv("xpack.security.enabled", "false")
        .withEnv("ES_JAVA_OPTS", "-Xms384m -Xmx384m")
        .withExposedPorts(9200)
        .waitingFor(Wait.forHttp("/_cluster/health").withStartupTimeout(PATIENCE));
  }

  private static Map<String, String> environment(
      PostgreSQLContainer postgres, GenericContainer<?> redis, GenericContainer<?> elasticsearch) {
    Map<String, String> environment = new HashMap<>();
    environment.put("API_HOST", "127.0.0.1");
    environment.put("METRICS_HOST", "127.0.0.1");
    environment.put("DB_HOST", postgres.getHost());
    environment.put("DB_PORT", "" + postgres.getMappedPort(5432));
    environment.put("DB_PASSWORD", Postgres.PASSWORD);
    environment.put("REDIS1_HOST", redis.getHost());
    environment.put("REDIS1_PORT", "" + redis.getMappedPort(6379));
    environment.put(
        "SEARCH_HOSTS",
        "http://%s:%d".formatted(elasticsearch.getHost(), elasticsearch.getMappedPort(9200)));
    environment.put("JWT_SECRET", UserCenter.JWT_SECRET);
    environment.put("TRACE_SAMPLER", "0");
    return environment;
  }

  private static void skip(String reason) {
    System.err.println("SKIPPED ContainersIT: " + reason);
    abort(reason);
  }
}
