package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Podman's socket instead of Docker's. */
class PodmanIT {

  private static final String NAME = "platform-it-podman";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String COMPOSE =
      """
      services:
        db: &server
          image: IMAGE
          command: [sh, -c, "trap 'exit 0' TERM; touch /tmp/up; echo $$LEVEL ready; while true; do sleep 0.1; done"]
          environment: {LEVEL: info}
          healthcheck: {test: [CMD, test, -f, /tmp/up], interval: 60s}
          volumes: ["data:/data", "./db.conf:/etc/db.conf:ro"]
          stop_grace_period: 2s
        seed:
          image: IMAGE
          command: [sh, -c, "echo seeded"]
          depends_on: {db: {condition: service_healthy}}
        api:
          <<: *server
          volumes: []
          depends_on:
            db: {condition: service_healthy}
            seed: {condition: service_completed_successfully}
      volumes: {data: {}}
      """;

  @TempDir Path directory;
  private Path home;
  private Process podman;
  private Map<String, String> environment = Map.of();

  @BeforeEach
  void start() throws Exception {
    home = Files.createTempDirectory(Path.of("/var/tmp"), "podman");
    // What a machine without systemd, or one that lets nobody raise limits, can do.
    Path configuration =
        Files.writeString(
            home.resolve("containers.conf"),
            """
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
            log_driver = "k8s-file"
            [engine]
            cgroup_manager = "cgroupfs"
            runtime = "runc"
            events_logger = "file"
            [network]
            network_backend = "netavark"
            network_config_dir = "%s"
            """
                .formatted(home.resolve("networks")));
    environment = Map.of("DOCKER_HOST", "unix://" + home.resolve("s"));
    ProcessBuilder builder =
        new ProcessBuilder(
                "podman",
                "--root",
                home.resolve("root").toString(),
                "--runroot",
                home.resolve("run").toString(),
                "system",
                "service",
                "--time=0",
                "unix://" + home.resolve("s"))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile());
    builder.environment().put("CONTAINERS_CONF", configuration.toString());
    builder.environment().put("TMPDIR", home.toString());
    try {
      podman = builder.start();
      awaitAnswer();
    } catch (IOException missing) {
      throw skip("podman is not installed");
    }
  }

  private void awaitAnswer() throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!answers()) {
      if (!podman.isAlive() || System.nanoTime() > end) {
        throw skip("podman does not serve: " + Files.readString(home.resolve("log")).strip());
      }
      podman.waitFor(50, TimeUnit.MILLISECONDS);
    }
  }

  private static IllegalStateException skip(String why) {
    String line = "SKIPPED PodmanIT: " + why;
    System.err.println(line);
    return Assumptions.abort(line);
  }

  private boolean answers() throws InterruptedException {
    try (Engine engine = Engine.connect(environment)) {
      return engine.product().startsWith("Podman");
    } catch (UserError notYet) {
      return false;
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (podman != null) {
      podman.destroy();
      podman.onExit().completeOnTimeout(podman, LIMIT.toSeconds(), TimeUnit.SECONDS).join();
      podman.destroyForcibly().waitFor();
    }
    // Where its layers are mounted.
    new ProcessBuilder("umount", home.resolve("root/overlay").toString()).start().waitFor();
    new ProcessBuilder("rm", "-rf", "--one-file-system", "--", home.toString()).start().waitFor();
  }

  @Test
  void runsAStackFromUpToDown() throws Exception {
    Files.writeString(directory.resolve("db.conf"), "size=1\n");
    try (RealStack stack = RealStack.on(environment, directory, NAME).compose(COMPOSE)) {
      Cli cli = Cli.in(directory, NAME).with(environment);

      Cli.End up = cli.run("up");
      assertThat(up.status()).as("%s", up).isZero();
      assertThat(cli.run("plan").out()).isEqualTo("nothing to do\n");
      assertThat(cli.run("status").out()).contains("ready").contains("(docker)");
      assertThat(cli.run("logs").out()).contains("info ready").contains("seeded");

      stack.compose(COMPOSE.replace("LEVEL: info", "LEVEL: debug"));
      Cli.End changed = cli.run("up");
      assertThat(changed.status()).as("%s", changed).isZero();
      assertThat(changed.err()).contains("config changed: environment.LEVEL");
      assertThat(cli.run("plan").status()).isZero();

      Cli.End down = cli.run("down", "--volumes", "--yes");
      assertThat(down.status()).as("%s", down).isZero();
      assertThat(stack.containers()).isEmpty();
      assertThat(stack.observed().resources()).isEmpty();
    }
  }
}
