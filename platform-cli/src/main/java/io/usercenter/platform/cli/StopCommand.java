package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.CONFLICT;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.plan.Observed;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Planner;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops services without forgetting them. */
@Command(
    name = "stop",
    description = "Stop services; `start` runs them again.",
    footer = {"", "Example:", "  platform stop api"})
@Exits({DONE, CONFIGURATION, NOT_RUNNING, CONFLICT, INTERRUPTED})
final class StopCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin ServiceNames services;
  @Mixin TimeoutFlag timeout;
  @Mixin JsonFlag json;

  private final Console console;
  private final Workspace workspace;

  StopCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (OpenStack open = workspace.lock(stack.options(), "stop")) {
      String name = open.stack().name();
      Observed observed = open.runtime().observe();
      Set<String> known = new LinkedHashSet<>(open.stack().services().keySet());
      known.addAll(observed.services().keySet());
      Plan plan =
          Planner.stop(open.stack(), observed, services.among(known, name), "stop was asked for");
      new PlanRun(
              console,
              new PlanRun.Request(
                  "stop " + name, timeout.timeout, json.json, "platform stop goes on from here"))
          .carryOut(open.runtime(), plan);
      if (!json.json) {
        console.answer(plan.nodes().isEmpty() ? "nothing to do: nothing runs\n" : "stopped\n");
      }
      return DONE.status();
    }
  }
}
