package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others do to our containers and networks, behind our back. */
class ByHandIT {

  private static final String NAME = "platform-it-byhand";
  private static final String COMPOSE =
      """
      services:
        a:
          image: IMAGE
          command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 0.1; done"]
          healthcheck: {test: [CMD, test, -e, /tmp/PROOF], interval: 60s}
          stop_grace_period: 2s
      """;
  private static final String READY = COMPOSE.replace("/tmp/PROOF", "/tmp");

  @TempDir Path directory;

  @Test
  void saysThatAContainerWasRemovedWhileItWasAwaited() throws Exception {
    try (RealStack stack = RealStack.in(directory, NAME).compose(COMPOSE)) {
      Cli cli = Cli.in(directory, NAME);
      Cli.Run up = cli.start("up");
      up.untilItSays("a: starting");
      long end = System.nanoTime() + 30_000_000_000L;
      while (stack.containers().isEmpty() || !stack.container("a").running()) {
        assertThat(System.nanoTime()).as("a never runs").isLessThan(end);
      }

      remove(stack, "/containers/" + stack.container("a").id() + "?force=1");

      Cli.End failed = up.await();
      assertThat(failed.status()).as("%s", failed).isEqualTo(7);
      assertThat(failed.err()).contains("a cannot be waited for").contains("its container is gone");
      stack.compose(READY);
      assertThat(cli.run("up").status()).isZero();
      assertThat(stack.plan().render()).isEmpty();
    }
  }

  private static void remove(RealStack stack, String path) throws Exception {
    stack.engine().call("DELETE", path, null);
  }

  @Test
  void makesANetworkAgainThatWasRemovedWhileTheStackWasStopped() throws Exception {
    try (RealStack stack = RealStack.in(directory, NAME).compose(READY)) {
      Cli cli = Cli.in(directory, NAME);
      cli.run("up");
      assertThat(cli.run("stop").status()).isZero();
      remove(stack, "/networks/" + NAME + "_default");

      Cli.End up = cli.run("up");

      assertThat(up.status()).as("%s", up).isZero();
      assertThat(stack.container("a").running()).isTrue();
      assertThat(stack.plan().render()).isEmpty();
    }
  }

  @Test
  void noticesThatARunningContainerHasLostItsNetwork() throws Exception {
    try (RealStack stack = RealStack.in(directory, NAME).compose(READY)) {
      Cli cli = Cli.in(directory, NAME);
      cli.run("up");
      stack
          .engine()
          .call(
              "POST",
              "/networks/" + NAME + "_default/disconnect",
              Map.of("Container", stack.container("a").id(), "Force", true));
      remove(stack, "/networks/" + NAME + "_default");

      Cli.End plan = cli.run("plan");
      Cli.End up = cli.run("up");

      assertThat(plan.out()).contains("it has lost the network " + NAME + "_default");
      assertThat(up.status()).as("%s", up).isZero();
      assertThat(stack.container("a").running()).isTrue();
      assertThat(stack.plan().render()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "a, 1, 1.zz.%%%, platform",
        "a, 1, none, platform",
        "a, none, 1.00.AAAA, platform",
        "a, 99999999999999, 4be1, 2.40.3",
        "a, -1, 4be1, none",
      })
  void convergesWhateverTheLabelsSay(String service, String number, String hash, String version)
      throws Exception {
    try (RealStack stack = RealStack.in(directory, NAME).compose(READY)) {
      Map<String, Object> labels = new HashMap<>();
      labels.put(Labels.SERVICE, service);
      labels.put(Labels.NUMBER, number);
      labels.put(Labels.HASH, hash);
      labels.put(Labels.VERSION, version);
      startLabelled(stack, labels);
      Cli cli = Cli.in(directory, NAME);

      Cli.End status = cli.run("status");
      Cli.End up = cli.run("up");

      assertThat(status.status()).as("%s", status).isZero();
      assertThat(up.status()).as("%s", up).isZero();
      assertThat(stack.containers()).hasSize(1);
      assertThat(stack.container("a").running()).isTrue();
      assertThat(stack.plan().render()).isEmpty();
    }
  }

  @Test
  void removesNothingThatOnlyClaimsToBeOfTheProject() throws Exception {
    try (RealStack stack = RealStack.in(directory, NAME).compose(READY)) {
      startLabelled(stack, Map.of(Labels.NUMBER, "1"));
      Cli cli = Cli.in(directory, NAME);

      Cli.End up = cli.run("up");

      assertThat(up.status()).as("%s", up).isEqualTo(9);
      assertThat(up.err()).contains("the name '" + NAME + "-a-1' is taken");
      assertThat(stack.containers()).hasSize(1).allMatch(Container::running);
    }
  }

  /** A container under the name of ours that somebody else made. */
  private static void startLabelled(RealStack stack, Map<String, Object> said) throws Exception {
    Map<String, Object> labels = new HashMap<>(said);
    labels.put(Labels.PROJECT, NAME);
    labels.values().removeIf(value -> value == null);
    Map<String, Object> body =
        Map.of("Image", RealStack.IMAGE, "Cmd", List.of("httpd", "-f"), "Labels", labels);
    Containers containers = new Containers(stack.engine());
    containers.start(
        containers.create(NAME + "-a-1", "", new ContainerSpec(body, Map.of(), Map.of())));
  }
}
