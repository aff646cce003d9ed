package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.process.Home;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of the real stack, from the first {@code up} to {@code down --volumes}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path COMPOSE = Checkout.root().resolve("compose");

  private Sandbox sandbox;
  private Program platform;

  @BeforeAll
  void fetchWhatIsNotCached() throws Exception {
    sandbox = new Sandbox();
    Path cache = Home.of(System.getenv(), Sandbox.ROOT).cache();
    platform =
        Program.in(sandbox, Checkout.root())
            .with("PLATFORM_CACHE", cache.toString())
            .withOptions("--name", "acceptance", "--port-offset", Ports.freeOffset());

    assertThat(platform.run("fetch", "--timeout", "20m").status()).isZero();
  }

  @AfterAll
  void takeDown() throws IOException {
    sandbox.close();
  }

  @Test
  @Order(1)
  void bringsEverythingUp() throws Exception {
    Run.End end = platform.run("up", "--offline");

    assertThat(end.status()).as("%s", end).isZero();
    assertThat(end.out())
        .contains("acceptance is up")
        .contains("critical chain:")
        .contains("http://127.0.0.1:");
    assertThat(end.err()).doesNotContain("does not run");
    Status status = platform.status();
    assertThat(status.allReady()).as("%s", status).isTrue();
    assertThat(status.services()).hasSizeGreaterThan(8);
  }

  @Test
  @Order(2)
  void provesThatItWorks() throws Exception {
    assertVerified();
  }

  @Test
  @Order(3)
  void showsEverythingOnItsDashboards() throws Exception {
    Run.End lint = platform.withoutOptions().run("dashboards", "lint");
    assertThat(lint.status()).as("%s", lint).isZero();
    Run.End verify = platform.run("dashboards", "verify", "--load", "20s");
    assertThat(verify.status()).as("%s", verify).isZero();
    assertThat(verify.out()).contains("\nverified: ");

    Status status = platform.status();
    DashboardsWalk.through(
        URI.create("http://127.0.0.1:" + status.port("grafana", 3000)),
        Files.readString(status.dataDirectory().resolve("secrets/grafana_admin_password_dev"))
            .strip());
  }

  @Test
  @Order(4)
  void hasNothingToDoASecondTime() throws Exception {
    Map<String, Long> before = platform.status().pids();

    Run.End end = platform.run("up");

    assertThat(end.status()).isZero();
    assertThat(end.out()).startsWith("nothing to do");
    assertThat(platform.status().pids()).isEqualTo(before);
    assertThat(platform.run("plan").status()).isZero();
  }

  @Test
  @Order(5)
  void keepsTheDataOfAServerThatIsKilled() throws Exception {
    Status before = platform.status();
    write(before, "before the kill");

    Processes.kill(before.pid("postgres"));

    Status after =
        Poll.until(
            LIMIT,
            this::look,
            status -> status.service("postgres").number("restarts") == 1 && status.allReady());
    assertThat(after.pid("postgres")).isNotEqualTo(before.pid("postgres"));
    assertThat(rows(after)).containsExactly("before the kill");
  }

  @Test
  @Order(6)
  void startsAKilledServiceOfOursAgain() throws Exception {
    Status before = platform.status();

    Processes.kill(before.pid("api"));

    Status after =
        Poll.until(
            LIMIT,
            this::look,
            status -> status.service("api").number("restarts") == 1 && status.allReady());
    assertThat(userOne(after)).contains("user1");
    assertThat(platform.run("status").out()).contains("api").contains("1");
  }

  @Test
  @Order(7)
  void losesNothingWhenTheSupervisorIsKilled() throws Exception {
    Status before = platform.status();
    List<Processes.Seen> supervisors = Processes.supervisors(sandbox.home());
    assertThat(supervisors).hasSize(1);

    Processes.kill(supervisors.getFirst().pid());

    Status after = Poll.until(LIMIT, this::look, Status::allReady);
    assertThat(after.pids()).isEqualTo(before.pids());
    assertThat(after.service("postgres").number("restarts")).isEqualTo(1);
    assertThat(Processes.supervisors(sandbox.home())).hasSize(1);
    assertVerified();
  }

  @Test
  @Order(8)
  void restartsOnlyTheServiceWhoseConfigurationChanged() throws Exception {
    Map<String, Long> before = platform.status().pids();
    Program changed =
        platform.withOptions(
            "-f", COMPOSE.resolve("docker-compose.yml").toString(),
            "-f", COMPOSE.resolve("docker-compose-dev.yml").toString(),
            "-f",
                sandbox
                    .write(
                        "override.yml", "services:\n  api:\n    environment: {LOG_LEVEL: error}\n")
                    .toString());

    Run.End plan = changed.run("plan");
    Run.End up = changed.run("up");

    assertThat(plan.status()).isEqualTo(2);
    assertThat(plan.out()).contains("config changed: environment.LOG_LEVEL");
    assertThat(plan.out().lines().filter(line -> line.contains("config changed")))
        .allSatisfy(line -> assertThat(line).contains("api"));
    assertThat(up.status()).as("%s", up).isZero();
    assertOnlyReplaced(before, "api");
  }

  @Test
  @Order(9)
  void restartsWhatItIsTold() throws Exception {
    Map<String, Long> before = platform.status().pids();

    Run.End end = platform.run("restart", "api");

    assertThat(end.status()).as("%s", end).isZero();
    assertOnlyReplaced(before, "api");
  }

  @Test
  @Order(10)
  void rebuildsFromSourceAndKeepsWhatIsTheSame() throws Exception {
    Map<String, Long> before = platform.status().pids();

    Run.End end = platform.run("rebuild", "api");

    assertThat(end.status()).as("%s", end).isZero();
    assertThat(platform.status().pids()).isEqualTo(before);
  }

  @Test
  @Order(11)
  void showsTheLinesOfALogThatAreAskedFor() throws Exception {
    Run.End some = platform.run("logs", "postgres", "--since", "1h", "--grep", "ready to accept");
    Run.End none = platform.run("logs", "postgres", "--since", "2999-01-01T00:00:00Z");
    Run.End json = platform.run("logs", "redis", "--json", "--tail", "1");

    assertThat(some.status()).isZero();
    assertThat(some.out().lines())
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(line -> assertThat(line).contains("ready to accept"));
    assertThat(none.out()).isEmpty();
    assertThat(json.json().text("service")).isEqualTo("redis");
  }

  @Test
  @Order(12)
  void examinesTheMachineAndTheRunningStack() throws Exception {
    Run.End end = platform.run("doctor", "--json");

    assertThat(end.status()).as("%s", end).isIn(0, 3);
    assertThat(end.json().text("schema")).isEqualTo("platform.doctor/1");
    assertThat(end.out()).doesNotContain("Exception");
  }

  @Test
  @Order(13)
  void stopsAndStartsAService() throws Exception {
    Map<String, Long> before = platform.status().pids();

    Run.End stop = platform.run("stop", "node-exporter");
    Status stopped = look();
    Run.End start = platform.run("start", "node-exporter");

    assertThat(stop.status()).isZero();
    assertThat(stopped.service("node-exporter").text("state")).isEqualTo("stopped");
    assertThat(start.status()).as("%s", start).isZero();
    assertOnlyReplaced(before, "node-exporter");
  }

  @Test
  @Order(14)
  void takesEverythingDownAndKeepsTheData() throws Exception {
    Path data = platform.status().dataDirectory();
    assertThat(data).isEqualTo(data());

    Run.End end = platform.run("down");

    assertThat(end.status()).as("%s", end).isZero();
    assertThat(end.out()).contains("its data stays in " + data);
    assertThat(Processes.of(sandbox.directory())).isEmpty();
    assertThat(version(data)).exists();
  }

  @Test
  @Order(15)
  void failsToVerifyAStackThatRunsInPart() throws Exception {
    Run.End up = platform.run("up", "redis");
    Run.End verify = platform.run("verify", "--json");
    Run.End down = platform.run("down");

    assertThat(up.status()).as("%s", up).isZero();
    assertThat(verify.status()).as("%s", verify).isEqualTo(8);
    assertThat(verify.json().objects("checks"))
        .anySatisfy(check -> {
          assertThat(check.text("name")).startsWith("Redis");
          assertThat(check.text("outcome")).isEqualTo("passed");
        })
        .anySatisfy(check -> {
          assertThat(check.text("name")).startsWith("PostgreSQL");
          assertThat(check.text("outcome")).isEqualTo("failed");
        });
    assertThat(down.status()).isZero();
  }

  @Test
  @Order(16)
  void refusesDataOfANewerServerAndDoesNotTouchIt() throws Exception {
    Path version = version(data());
    String original = Files.readString(version);
    Files.writeString(version, "99\n");

    Run.End end = platform.run("up");
    String after = Files.readString(version);
    Files.writeString(version, original);

    assertThat(end.status()).isEqualTo(9);
    assertThat(end.err())
        .contains("the data of postgres is of version 99")
        .contains("this stack runs version 18");
    assertThat(after).isEqualTo("99\n");
    assertThat(Processes.marked(sandbox.directory())).isEmpty();
  }

  @Test
  @Order(17)
  void refusesDataOfSomebodyElse() throws Exception {
    Assumptions.assumeTrue(Sandbox.ROOT, "only root can give files away");
    Path data = version(data()).resolve("../..").normalize();
    UserPrincipal original = Files.getOwner(data);
    Files.setOwner(
        data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("root"));

    Run.End end = platform.run("up");
    Files.setOwner(data, original);

    assertThat(end.status()).isEqualTo(9);
    assertThat(end.err())
        .contains("the data of postgres belongs to 'root'")
        .contains("chown -R " + original.getName() + " " + data);
    assertThat(Processes.marked(sandbox.directory())).isEmpty();
  }

  @Test
  @Order(18)
  void letsOnlyOneCommandChangeTheStack() throws Exception {
    Path lock = data().resolve("lock");
    Run first = platform.start("up");
    Poll.until(LIMIT, () -> Files.readString(lock), text -> text.contains("platform up"));

    Run.End second = platform.run("up");
    Run.End end = first.await();

    assertThat(second.status()).isEqualTo(9);
    assertThat(second.err()).contains("it is held by pid " + first.process().pid());
    assertThat(end.status()).as("%s", end).isZero();
    Status status = platform.status();
    assertThat(status.allReady()).as("%s", status).isTrue();
    assertThat(rows(status)).containsExactly("before the kill");
  }

  @Test
  @Order(19)
  void deletesTheDataWhenItIsConfirmed() throws Exception {
    Path data = data();

    Run.End end = platform.run("down", "--volumes", "--yes");

    assertThat(end.status()).as("%s", end).isZero();
    assertThat(end.out()).contains("its data is deleted");
    assertThat(data).doesNotExist();
    assertThat(Processes.of(sandbox.directory())).isEmpty();
  }

  private void assertVerified() throws Exception {
    Run.End end = platform.run("verify", "--json");

    assertThat(end.status()).as("%s", end).isZero();
    assertThat(end.json().objects("checks"))
        .hasSizeGreaterThan(8)
        .allSatisfy(check -> assertThat(check.text("outcome")).isEqualTo("passed"))
        .anySatisfy(check -> assertThat(check.text("detail")).contains("/trace/"));
  }

  private void assertOnlyReplaced(Map<String, Long> before, String service) throws Exception {
    Status status = platform.status();
    assertThat(status.allReady()).as("%s", status).isTrue();
    Map<String, Long> expected = new TreeMap<>(before);
    expected.put(service, status.pid(service));
    assertThat(status.pids()).isEqualTo(expected);
    assertThat(status.pid(service)).isNotEqualTo(before.get(service));
  }

  private Status look() throws Exception {
    return new Status(platform.run("status", "--json").json());
  }

  /** What {@code status} calls the data directory; it can also be asked for when nothing runs. */
  private Path data() {
    return sandbox.home().resolve("stacks/acceptance");
  }

  private static Path version(Path data) {
    return data.resolve("state/volumes/postgres-data/18/docker/PG_VERSION");
  }

  private static Connection connect(Status status) throws SQLException, IOException {
    String password =
        Files.readString(status.dataDirectory().resolve("secrets/postgres_password")).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + status.port("postgres", 5432) + "/postgres",
        "platform",
        password);
  }

  private static void write(Status status, String text) throws SQLException, IOException {
    try (Connection connection = connect(status);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS acceptance (text text)");
      statement.execute("INSERT INTO acceptance VALUES ('" + text + "')");
    }
  }

  private static List<String> rows(Status status) throws SQLException, IOException {
    try (Connection connection = connect(status);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT text FROM acceptance")) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(found.getString(1));
      }
      return rows;
    }
  }

  private static String userOne(Status status) throws IOException, InterruptedException {
    URI uri =
        URI.create("http://127.0.0.1:" + status.port("api", 8888) + "/v1/user-center/user?id=1");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
