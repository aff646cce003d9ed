package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine of our own that is killed, and one whose socket others may not use. */
class EngineFaultIT {

  private static final String NAME = "platform-it-faults";
  private static final String COMPOSE =
      """
      services:
        a:
          image: IMAGE
          command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 0.1; done"]
          healthcheck: {test: [CMD, test, -e, /tmp/PROOF], interval: 60s}
          stop_grace_period: 1s
      """;

  @TempDir Path directory;

  @Test
  void upConvergesAfterTheEngineWasKilledInTheMiddleOfOne() throws Exception {
    try (PrivateEngine own = PrivateEngine.orSkip("EngineFaultIT");
        RealStack stack = RealStack.on(own.environment(), directory, NAME)) {
      stack.compose(COMPOSE);
      Cli cli = Cli.in(directory, NAME).with(own.environment());
      Cli.Run up = cli.start("up");
      up.untilItSays("a: starting");

      own.kill();
      Cli.End failed = up.await();
      Cli.End without = cli.run("status");
      own.startAgain();
      stack.compose(COMPOSE.replace("/tmp/PROOF", "/tmp"));
      Cli.End again = cli.run("up");

      assertThat(failed.status()).as("%s", failed).isEqualTo(12);
      assertThat(failed.err()).contains("the container engine").contains("(DOCKER_HOST)");
      assertThat(without.status()).isEqualTo(12);
      assertThat(without.err()).contains("the container engine is not running");
      assertThat(again.status()).as("%s", again).isZero();
      assertThat(stack.containers()).hasSize(1).allMatch(Container::running);
      assertThat(stack.plan().render()).isEmpty();
      stack.down();
    }
  }

  @Test
  void saysWhoMayUseASocketThatIsNotForEverybody() throws Exception {
    try (PrivateEngine own = PrivateEngine.orSkip("EngineFaultIT")) {
      Files.writeString(directory.resolve("compose.yml"), COMPOSE.replace("IMAGE", "any"));
      open(directory);
      open(own.directory());
      Cli cli =
          Cli.in(directory, NAME)
              .readableByAll()
              .with(own.environment())
              .with(
                  Map.of("PLATFORM_HOME", Files.createDirectory(directory.resolve("x")).toString()))
              .startedBy("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
      open(directory.resolve("x"));

      Cli.End status = cli.run("status");

      assertThat(status.status()).as("%s", status).isEqualTo(3);
      assertThat(status.err())
          .contains("the container engine may not be used by this account")
          .contains("its socket belongs to root, group ")
          .contains("usermod -aG docker");
    }
  }

  private static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
  }
}
