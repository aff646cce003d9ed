package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every image that is made here does what the one it stands in for does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagesIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static final long SERVICE_BYTES = 70L << 20;
  private static final long RPC_BYTES = 92L << 20;

  private Docker docker;
  private LocalImages images;

  @BeforeAll
  void buildAll() throws Exception {
    docker = Docker.orSkip("ImagesIT");
    images = LocalImages.inANewSandbox();
    images.build();
  }

  @AfterEach
  void removeContainers() throws Exception {
    docker.removeContainers();
  }

  @AfterAll
  void removeImages() throws Exception {
    if (images != null) {
      docker.remove(LocalImages.all());
      images.close();
    }
  }

  @Test
  void aSecondBuildHasNothingToDo() throws Exception {
    String before = id("postgres");

    Run.End end = images.build();

    assertThat(end.out()).isEqualTo("nothing to do: 13 images are up to date\n");
    assertThat(id("postgres")).isEqualTo(before);
  }

  @Test
  void theSameInputsGiveTheSameImage() throws Exception {
    String before = id("redis");

    Run.End end = images.build("redis", "--no-cache");

    assertThat(end.out()).startsWith("made ");
    assertThat(id("redis")).isEqualTo(before);
  }

  @Test
  void saysWhatIsInEachImage() throws Exception {
    Run.End end = images.program().run("images", "list", "--json");

    assertThat(end.status()).isZero();
    assertThat(end.out())
        .contains("\"name\": \"platform-it/postgres:1\"")
        .contains("\"origin\": \"local\"")
        .contains("redis-server=5:7.0.15");
    assertThat(docker.run("run", "--rm", "--entrypoint", "cat", image("redis"), sbom()))
        .contains("\"spdxVersion\" : \"SPDX-2.3\"")
        .contains("pkg:deb/debian/redis-server@");
  }

  private static String sbom() {
    return "/usr/share/platform/sbom.spdx.json";
  }

  @Test
  void leavesAnImageOfSomebodyElseAlone() throws Exception {
    Path empty = Files.write(images.sandbox().directory().resolve("empty.tar"), new byte[1024]);
    docker.run("rmi", image("node-exporter"));
    docker.run("import", empty.toString(), image("node-exporter"));
    String foreign = id("node-exporter");

    Run.End end = images.build();

    assertThat(end.err()).contains("kept node-exporter: it was not made here");
    assertThat(id("node-exporter")).isEqualTo(foreign);
    docker.run("rmi", image("node-exporter"));
    images.build("node-exporter");
  }

  @Test
  void postgresSetsADatabaseUpAsTheOfficialImageDoes() throws Exception {
    Path scripts = Files.createDirectories(images.sandbox().directory().resolve("init"));
    Path password = images.sandbox().write("password", "opensesame\n");
    Files.writeString(scripts.resolve("1.sql"), "create table made_by_script (id int);\n");
    Files.writeString(
        scripts.resolve("2.sh"), "psql -U shop -c 'insert into made_by_script values (7)'\n");
    String id =
        docker.start(
            "--volume=" + scripts + ":/docker-entrypoint-initdb.d:ro",
            "--volume=" + password + ":/run/secrets/password:ro",
            "--env=POSTGRES_USER=shop",
            "--env=POSTGRES_PASSWORD_FILE=/run/secrets/password",
            image("postgres"),
            "postgres",
            "-c",
            "work_mem=5MB");
    until(
        () -> docker.attempt("logs", id).out(),
        log -> count(log, "ready to accept connections") == 2);

    assertThat(psql(id, "select id from made_by_script")).isEqualTo("7");
    assertThat(psql(id, "show work_mem")).isEqualTo("5MB");
    assertThat(psql(id, "show listen_addresses")).isEqualTo("*");
    assertThat(psql(id, "show data_directory")).isEqualTo("/var/lib/postgresql/18/docker");
    assertThat(docker.run("exec", id, "id", "-u")).isEqualTo("999");
    assertThat(docker.run("exec", id, "pg_isready")).contains("accepting connections");
  }

  private String psql(String id, String sql) throws IOException, InterruptedException {
    return docker.run("exec", id, "psql", "-U", "shop", "-qAt", "-c", sql);
  }

  @Test
  void postgresWantsAPassword() throws Exception {
    Docker.End end = docker.attempt("run", "--rm", image("postgres"));

    assertThat(end.status()).isEqualTo(1);
    assertThat(end.out()).contains("POSTGRES_PASSWORD_FILE");
  }

  @Test
  void redisAnswers() throws Exception {
    String id = docker.start(image("redis"));

    untilRuns(id, "PONG", "redis-cli", "ping");

    assertThat(docker.run("exec", id, "redis-cli", "config", "get", "protected-mode"))
        .endsWith("no");
  }

  @Test
  void elasticsearchFindsWhatItWasGiven() throws Exception {
    String id =
        docker.start(
            "--env=cluster.name=shop",
            "--env=discovery.type=single-node",
            "--env=xpack.security.enabled=false",
            image("elasticsearch"));
    untilRuns(id, "\"shop\"", "curl", "-fsS", "localhost:9200/_cluster/health");

    docker.run(
        "exec",
        id,
        "curl",
        "-fsS",
        "-XPUT",
        "localhost:9200/a/_doc/1?refresh=true",
        "-HContent-Type: application/json",
        "-d{\"text\":\"needle\"}");

    assertThat(docker.run("exec", id, "curl", "-fsS", "localhost:9200/a/_search?q=needle"))
        .contains("\"value\":1");
  }

  @Test
  void elasticsearchRefusesWhatItCannotProtect() throws Exception {
    Docker.End end =
        docker.attempt("run", "--rm", "--env=xpack.security.enabled=true", image("elasticsearch"));

    assertThat(end.status()).isEqualTo(78);
    assertThat(end.out()).contains("has no x-pack");
  }

  @ParameterizedTest
  @CsvSource({"prometheus, 9090", "alertmanager, 9093"})
  void monitoringGetsReady(String service, String port) throws Exception {
    String id = docker.start(image(service));

    untilRuns(id, "", "wget", "-q", "--spider", "http://localhost:" + port + "/-/ready");
  }

  @ParameterizedTest
  @CsvSource({
    "node-exporter, 9100, node_load1",
    "pg-exporter, 9630, pg_",
    "redis-exporter, 9121, redis_up",
    "elasticsearch-exporter, 9114, elasticsearch_"
  })
  void exportersShowTheirMetrics(String service, String port, String metric) throws Exception {
    String id = docker.start(image(service));
    String ask =
        "exec 3<>/dev/tcp/localhost/%s && printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3"
            .formatted(port);

    untilRuns(id, metric, "bash", "-c", ask);
  }

  @Test
  void theServicesAnswerOnAReadOnlyRootWithoutRights() throws Exception {
    String network = "images-it-" + ProcessHandle.current().pid();
    docker.run("network", "create", network);
    try {
      docker.start(
          "--network=" + network,
          "--network-alias=postgres",
          "--env=POSTGRES_PASSWORD=x",
          "--env=POSTGRES_USER=user_center",
          "--env=POSTGRES_DB=user_db",
          image("postgres"));
      docker.start("--network=" + network, "--network-alias=redis", image("redis"));
      String rpc = service(network, "rpc", "--env=DB_PASSWORD=x", "--env=START_TIMEOUT=60s");
      String api = service(network, "api", "--env=START_TIMEOUT=60s", "--publish=127.0.0.1::8888");

      until(() -> health(rpc), "healthy"::equals);
      until(() -> health(api), "healthy"::equals);

      String address = docker.run("port", api, "8888");
      assertThat(docker.run("logs", api)).contains("ready after");
      assertThat(status("http://" + address + "/v1/user-center/user?id=1")).isEqualTo(200);
    } finally {
      docker.removeContainers();
      docker.run("network", "rm", network);
    }
  }

  private static int status(String address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    connection.setConnectTimeout(5000);
    connection.setReadTimeout(5000);
    return connection.getResponseCode();
  }

  private String service(String network, String name, String... words)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--network=" + network));
    all.addAll(List.of("--network-alias=" + name, "--env=MODE=dev", "--read-only"));
    all.addAll(List.of("--cap-drop=ALL", "--security-opt=no-new-privileges"));
    all.addAll(List.of(words));
    all.add(image(name));
    return docker.start(all.toArray(String[]::new));
  }

  private String health(String id) throws IOException, InterruptedException {
    return docker.run("inspect", "--format={{.State.Health.Status}}", id);
  }

  @Test
  void whatAServiceAddsToTheSharedRuntimeIsSmall() throws Exception {
    assertThat(size(image("api")) - size("platform-java:25")).isLessThan(SERVICE_BYTES);
    // It misses the aim, see docs/images.md, and is not to grow.
    assertThat(size(image("rpc")) - size("platform-java:25")).isLessThan(RPC_BYTES);
  }

  private long size(String image) throws IOException, InterruptedException {
    return Long.parseLong(docker.run("image", "inspect", "--format={{.Size}}", image));
  }

  @Test
  void anArchiveBringsImagesBack() throws Exception {
    Path archive = images.sandbox().directory().resolve("images.tar.gz");
    String before = id("redis-exporter");
    Run.End saved =
        images.program().run("images", "save", "redis-exporter", "--output", archive.toString());
    docker.run("rmi", image("redis-exporter"));

    Run.End loaded = images.program().run("images", "load", "--input", archive.toString());

    assertThat(List.of(saved.status(), loaded.status())).as("%s %s", saved, loaded).containsOnly(0);
    assertThat(id("redis-exporter")).isEqualTo(before);
  }

  private String id(String service) throws IOException, InterruptedException {
    return docker.run("image", "inspect", "--format={{.Id}}", image(service));
  }

  private static String image(String service) {
    return LocalImages.image(service);
  }

  /** Runs a command in a container until it succeeds with that in its output. */
  private void untilRuns(String id, String expected, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("exec", id));
    command.addAll(List.of(words));
    until(
        () -> docker.attempt(command.toArray(String[]::new)),
        end -> end.status() == 0 && end.out().contains(expected));
  }

  private static <T> void until(Callable<T> look, Predicate<T> condition) throws Exception {
    assertThat(Poll.until(LIMIT, look, condition)).isNotNull();
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }
}
