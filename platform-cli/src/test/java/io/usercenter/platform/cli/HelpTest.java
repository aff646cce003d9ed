package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "down",
        "rebuild",
        "dev",
        "restart",
        "stop",
        "start",
        "status",
        "logs",
        "trace",
        "plan",
        "config",
        "doctor",
        "verify",
        "wait",
        "fetch",
        "create",
        "images",
        "bundle",
        "dashboards",
        "dockerfile",
        "completion",
        "version"
      })
  void everyCommandExplainsItself(String command) throws IOException {
    var run = ProgramFixtures.run(MemoryWorld.quick(), command, "--help");

    Golden.assertMatches("help/" + command + ".txt", run.out());
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lint", "verify", "push", "pull", "diff", "render"})
  void everyCommandForDashboardsExplainsItself(String command) throws IOException {
    var run = ProgramFixtures.run(MemoryWorld.quick(), "dashboards", command, "--help");

    Golden.assertMatches("help/dashboards-" + command + ".txt", run.out());
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void theProgramListsItsCommands() throws IOException {
    var run = ProgramFixtures.run(MemoryWorld.quick(), "--help");

    Golden.assertMatches("help/platform.txt", run.out());
  }

  @Test
  void helpOfACommandIsTheSameByEitherWay() {
    var asOption = ProgramFixtures.run(MemoryWorld.quick(), "up", "--help");
    var asCommand = ProgramFixtures.run(MemoryWorld.quick(), "help", "up");

    assertThat(asCommand.out()).isEqualTo(asOption.out());
  }
}
