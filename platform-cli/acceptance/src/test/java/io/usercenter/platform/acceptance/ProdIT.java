package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole stack as containers in production: what each of them is allowed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProdIT {

  private final String name = "prod-it-" + ProcessHandle.current().pid();
  private Docker docker;
  private Sandbox sandbox;
  private Program program;
  private List<String> imagesBefore = List.of();

  @BeforeAll
  void up() throws Exception {
    docker = Docker.orSkip("ProdIT");
    imagesBefore = images();
    sandbox = new Sandbox();
    program =
        Program.in(sandbox, Checkout.root())
            .with("PLATFORM_CACHE", LocalImages.cache().toString())
            .withOptions("--name", name);
    Run.End up =
        program.run(
            "up", "--runtime", "docker", "--env", "prod", "--port-offset", Ports.freeOffset());
    assertThat(up.status()).as("%s", up).isZero();
  }

  @AfterAll
  void down() throws Exception {
    if (program != null) {
      Run.End down = program.run("down", "--volumes", "--yes");
      List<String> made = new ArrayList<>(images());
      made.removeAll(imagesBefore);
      docker.remove(made);
      sandbox.close();
      assertThat(down.status()).as("%s", down).isZero();
      assertThat(docker.run("volume", "ls", "--quiet", "--filter", "name=" + name)).isEmpty();
    }
  }

  private List<String> images() throws IOException, InterruptedException {
    return docker.run("images", "--format={{.Repository}}:{{.Tag}}").lines().toList();
  }

  @Test
  void everyContainerIsFencedIn() throws Exception {
    for (Map.Entry<String, Json> container : containers("{{json .HostConfig}}").entrySet()) {
      Json host = container.getValue();

      assertThat(host.text("ReadonlyRootfs")).as("%s", container).isEqualTo("true");
      assertThat(host.text("CapDrop")).as("%s", container).isEqualTo("[ALL]");
      assertThat(host.text("CapAdd"))
          .as("%s", container)
          .isIn(isLogReader(container) ? List.of("[CAP_DAC_READ_SEARCH]") : List.of("null", "[]"));
      assertThat(host.text("Privileged")).as("%s", container).isEqualTo("false");
      assertThat(host.text("SecurityOpt")).as("%s", container).contains("no-new-privileges");
      assertThat(host.text("RestartPolicy")).as("%s", container).contains("always");
      assertThat(host.number("Memory")).as("%s", container).isPositive();
      assertThat(host.number("NanoCpus")).as("%s", container).isPositive();
      assertThat(host.number("PidsLimit")).as("%s", container).isPositive();
    }
  }

  @Test
  void noneRunsAsRoot() throws Exception {
    for (Map.Entry<String, Json> container : containers("{{json .Config}}").entrySet()) {
      assertThat(container.getValue().text("User"))
          .as("%s", container)
          .matches(isLogReader(container) ? "0:0" : "[1-9]\\d*:\\d+");
    }
  }

  /** Docker's log files are root's: it may read what others may not, and nothing else. */
  private static boolean isLogReader(Map.Entry<String, Json> container) {
    return container.getKey().equals("log-shipper");
  }

  @Test
  void theServiceRunsInModePro() throws Exception {
    Map<String, Json> containers = containers("{{json .Config}}");

    assertThat(List.of("rpc", "api"))
        .allSatisfy(service ->
            assertThat(containers.get(service))
                .extracting(config -> config.text("Env"))
                .asString()
                .contains("MODE=pro"));
  }

  @Test
  void nothingOfTheHostCanBeWrittenAndNoSourcesAreMounted() throws Exception {
    for (String id : ids()) {
      String mounts = "{{range .Mounts}}{{.Type}} {{.RW}} {{.Source}}{{println}}{{end}}";

      List<String> bound =
          docker
              .run("inspect", "--format=" + mounts, id)
              .lines()
              .filter(mount -> mount.startsWith("bind "))
              .toList();

      assertThat(bound).allSatisfy(mount -> assertThat(mount).startsWith("bind false "));
      assertThat(bound).noneSatisfy(mount -> assertThat(mount).contains("user-center-service"));
    }
  }

  @Test
  void onlyTheEntrancesArePublishedOnLoopback() throws Exception {
    TreeSet<String> published = new TreeSet<>();
    for (String id : ids()) {
      docker.run("port", id).lines().forEach(published::add);
    }

    assertThat(published).isNotEmpty();
    assertThat(published).allSatisfy(port -> assertThat(port).contains(" -> 127.0.0.1:"));
    assertThat(published)
        .allSatisfy(port -> assertThat(port).matches("(8888|9090|3000|16686)/tcp .*"));
  }

  @Test
  void generatedSecretsShowNowhere() throws Exception {
    Map<String, String> secrets = secrets();
    StringBuilder seen = new StringBuilder();
    for (String id : ids()) {
      seen.append(docker.run("inspect", id)).append(docker.run("logs", id));
    }
    ProcessHandle.allProcesses().forEach(it -> seen.append(it.info().commandLine().orElse("")));
    seen.append(program.run("logs").out()).append(program.run("config").out());

    assertThat(secrets).isNotEmpty();
    secrets.forEach((file, value) -> assertThat(seen.indexOf(value)).as(file).isNegative());
  }

  private Map<String, String> secrets() throws IOException, InterruptedException {
    Path directory = program.status().dataDirectory().resolve("secrets");
    Map<String, String> secrets = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        secrets.put(file.getFileName().toString(), Files.readString(file).strip());
      }
    }
    return secrets;
  }

  @Test
  void allOfItWorks() throws Exception {
    Run.End verify = program.run("verify");

    assertThat(verify.status()).as("%s", verify).isZero();
    assertThat(verify.out()).contains(" 0 failed").containsPattern("every target is up .*gateway");
  }

  @Test
  void aSecondUpHasNothingToDo() throws Exception {
    Run.End plan = program.run("plan");

    assertThat(plan.status()).as("%s", plan).isZero();
  }

  private List<String> ids() throws IOException, InterruptedException {
    List<String> ids =
        docker
            .run("ps", "--quiet", "--filter", "label=com.docker.compose.project=" + name)
            .lines()
            .toList();
    assertThat(ids).hasSizeGreaterThan(10);
    return ids;
  }

  /** By service. */
  private Map<String, Json> containers(String format) throws IOException, InterruptedException {
    Map<String, Json> containers = new LinkedHashMap<>();
    String service = "--format={{index .Config.Labels \"com.docker.compose.service\"}}";
    for (String id : ids()) {
      containers.put(
          docker.run("inspect", service, id),
          Json.parse(docker.run("inspect", "--format=" + format, id)));
    }
    return containers;
  }
}
