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
import io.usercenter.platform.plan.UpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops services and starts them again as they are configured now. */
@Command(
    name = "restart",
    description = "Stop services and start them as they are configured now.",
    footer = {"", "Example:", "  platform restart rpc"})
@Exits({DONE, CONFIGURATION, NOT_RUNNING, TIMEOUT, UNHEALTHY, CONFLICT, PARTIAL, INTERRUPTED})
final class RestartCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin ServiceNames services;
  @Mixin TimeoutFlag timeout;
  @Mixin JsonFlag json;

  private final Console console;
  private final Workspace workspace;

  RestartCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (OpenStack open = workspace.lock(stack.options(), "restart")) {
      Convergence convergence = new Convergence(console, open);
      Set<String> known = open.stack().services().keySet();
      Set<String> chosen = services.among(known, open.stack().name());
      Map<String, String> forced = new LinkedHashMap<>();
      (chosen.isEmpty() ? known : chosen)
          .forEach(name -> forced.put(name, "restart was asked for"));
      return convergence.carryOut(
          convergence.plan(new UpRequest(chosen, forced, true, false)),
          new PlanRun.Request(
              "restart " + open.stack().name(),
              timeout.timeout,
              json.json,
              "platform up goes on from here"));
    }
  }
}
