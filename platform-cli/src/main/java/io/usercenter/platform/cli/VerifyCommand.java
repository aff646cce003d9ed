package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.VERIFICATION;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.verify.CheckResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Proves that the running stack works. */
@Command(
    name = "verify",
    description = "Prove the running stack end to end with real requests.",
    footer = {"", "Example:", "  platform up && platform verify"})
@Exits({DONE, CONFIGURATION, NOT_RUNNING, VERIFICATION, INTERRUPTED})
final class VerifyCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin JsonFlag json;

  private final Console console;
  private final Workspace workspace;
  private final Verifier verifier;

  VerifyCommand(Console console, Workspace workspace, Verifier verifier) {
    this.console = console;
    this.workspace = workspace;
    this.verifier = verifier;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (OpenStack open = workspace.open(stack.options())) {
      requireRunning(open);
      Checks checks = new Checks(verifier.verify(open, this::show));
      console.answer(json.json ? checks.json() : checks.verdict());
      return (checks.passed() ? DONE : VERIFICATION).status();
    }
  }

  private static void requireRunning(OpenStack open) {
    if (open.runtime().states().stream().noneMatch(state -> state.status().alive())) {
      throw new UserError(
          NOT_RUNNING,
          "nothing runs",
          "stack " + open.stack().name(),
          "only a running stack can be proved",
          "platform up");
    }
  }

  private void show(CheckResult result) {
    if (!json.json) {
      console.answer(Checks.row(result, console.outStyles()));
    }
  }
}
