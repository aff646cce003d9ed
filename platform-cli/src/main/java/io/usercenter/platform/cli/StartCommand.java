package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.CONFLICT;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.PARTIAL;
import static io.usercenter.platform.error.ExitCode.TIMEOUT;
import static io.usercenter.platform.error.ExitCode.UNHEALTHY;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.plan.UpRequest;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs stopped services again. */
@Command(
    name = "start",
    description = "Run stopped services again, with what they depend on.",
    footer = {"", "Example:", "  platform start api"})
@Exits({DONE, CONFIGURATION, NOT_RUNNING, TIMEOUT, UNHEALTHY, CONFLICT, PARTIAL, INTERRUPTED})
final class StartCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin ServiceNames services;
  @Mixin TimeoutFlag timeout;
  @Mixin JsonFlag json;

  private final Console console;
  private final Workspace workspace;

  StartCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (OpenStack open = workspace.lock(stack.options(), "start")) {
      Convergence convergence = new Convergence(console, open);
      Set<String> selection = selection(open, convergence);
      return convergence.carryOut(
          convergence.plan(new UpRequest(selection, Map.of(), true, false)),
          new PlanRun.Request(
              "start " + open.stack().name(),
              timeout.timeout,
              json.json,
              "platform start goes on from here"));
    }
  }

  private Set<String> selection(OpenStack open, Convergence convergence) {
    if (!services.names.isEmpty()) {
      return services.chosen();
    }
    Set<String> known = new LinkedHashSet<>(open.stack().services().keySet());
    known.retainAll(convergence.observed().services().keySet());
    if (known.isEmpty()) {
      throw new UserError(
          NOT_RUNNING,
          "there is no stopped service to start",
          "stack " + open.stack().name(),
          "the stack was never brought up, or was taken down",
          "platform up");
    }
    return known;
  }
}
