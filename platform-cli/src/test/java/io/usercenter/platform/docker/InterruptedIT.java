package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command cancelled with Ctrl-C, and two of them at once. */
class InterruptedIT {

  private static final String NAME = "platform-it-cancelled";
  private static final String COMPOSE =
      """
      services:
        db: &server
          image: IMAGE
          command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 0.1; done"]
          environment: {ROUND: "0"}
          healthcheck: {test: [CMD, test, -d, /tmp], interval: 60s}
          stop_grace_period: 2s
        api:
          <<: *server
          volumes: ["data:/data"]
          depends_on: {db: {condition: service_healthy}}
      volumes: {data: {}}
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"_default: creating", "db: preparing", "db: starting", "db: ready", "api: ready"})
  void theNextOneConvergesAfterCtrlC(String moment) throws Exception {
    try (RealStack stack = RealStack.in(directory, NAME).compose(COMPOSE)) {
      Cli cli = Cli.in(directory, NAME);
      Cli.Run first = cli.start("up");
      first.untilItSays(moment);

      first.interrupt();

      // At the last of these points it may just have ended.
      assertThat(first.await().status()).isIn(130, 0);
      assertConverges(cli, stack);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"db: preparing", "db: starting", "db: ready", "api: starting"})
  void theNextOneConvergesAfterCtrlCInAReplacement(String moment) throws Exception {
    try (RealStack stack = RealStack.in(directory, NAME).compose(COMPOSE)) {
      Cli cli = Cli.in(directory, NAME);
      stack.up();
      stack.compose(COMPOSE.replace("ROUND: \"0\"", "ROUND: \"1\""));
      Cli.Run replacement = cli.start("up");
      replacement.untilItSays(moment);

      replacement.interrupt();

      assertThat(replacement.await().status()).isIn(130, 0);
      assertConverges(cli, stack);
    }
  }

  private static void assertConverges(Cli cli, RealStack stack) throws Exception {
    Cli.End up = cli.run("up");
    assertThat(up.status()).as("%s", up).isZero();
    assertThat(stack.containers())
        .extracting(Container::name)
        .containsExactlyInAnyOrder(NAME + "-db-1", NAME + "-api-1");
    assertThat(stack.containers()).allMatch(Container::running);
    assertThat(stack.plan().render()).isEmpty();
  }

  @Test
  void theSecondOfTwoNamesTheFirst() throws Exception {
    try (RealStack stack = RealStack.in(directory, NAME)) {
      stack.compose(COMPOSE.replace("test, -d, /tmp", "test, -f, /tmp/go"));
      Cli cli = Cli.in(directory, NAME);
      Cli.Run first = cli.start("up", "db");
      first.untilItSays("db: starting");

      Cli.End second = cli.run("up", "db");
      new Containers(stack.engine())
          .exec(
              awaitContainer(stack, "db").id(),
              java.util.Map.of("Cmd", java.util.List.of("sh", "-c", "echo > /tmp/go")),
              java.time.Duration.ofSeconds(10));

      assertThat(second.status()).as("%s", second).isEqualTo(9);
      assertThat(second.err())
          .contains("is held by pid " + first.process().pid() + " (platform up)");
      assertThat(first.await().status()).isZero();
      assertThat(stack.containers()).hasSize(1);
    }
  }

  private static Container awaitContainer(RealStack stack, String service) throws Exception {
    long end = System.nanoTime() + java.time.Duration.ofSeconds(30).toNanos();
    while (stack.containers().isEmpty() || !stack.container(service).running()) {
      assertThat(System.nanoTime()).as("no container of %s runs", service).isLessThan(end);
    }
    return stack.container(service);
  }
}
