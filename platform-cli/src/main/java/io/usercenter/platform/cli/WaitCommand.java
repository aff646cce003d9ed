package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.PARTIAL;
import static io.usercenter.platform.error.ExitCode.TIMEOUT;
import static io.usercenter.platform.error.ExitCode.UNHEALTHY;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.plan.Observed;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Plan.Node;
import io.usercenter.platform.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Waits until services are ready. */
@Command(
    name = "wait",
    description = "Wait until services are ready, or until they completed.",
    footer = {"", "Example:", "  platform wait api --timeout 30s"})
@Exits({DONE, CONFIGURATION, NOT_RUNNING, TIMEOUT, UNHEALTHY, PARTIAL, INTERRUPTED})
final class WaitCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin ServiceNames services;
  @Mixin TimeoutFlag timeout;
  @Mixin JsonFlag json;

  private final Console console;
  private final Workspace workspace;

  WaitCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (OpenStack open = workspace.open(stack.options())) {
      String name = open.stack().name();
      Plan plan = new Plan(waits(open, name), List.of());
      new PlanRun(
              console,
              new PlanRun.Request("wait " + name, timeout.timeout, json.json, "platform status"))
          .carryOut(open.runtime(), plan);
      if (!json.json) {
        console.answer("ready: " + plan.nodes().size() + " services\n");
      }
      return DONE.status();
    }
  }

  private List<Node> waits(OpenStack open, String stackName) {
    Observed observed = open.runtime().observe();
    Set<String> known = open.stack().services().keySet();
    Set<String> chosen = services.among(known, stackName);
    List<Node> waits = new ArrayList<>();
    for (String service : chosen.isEmpty() ? observed.services().keySet() : chosen) {
      if (observed.service(service).isEmpty()) {
        throw notRunning("service '" + service + "' does not run", stackName);
      }
      waits.add(new Node(new Step.Await(service, "wait was asked for"), List.of()));
    }
    if (waits.isEmpty()) {
      throw notRunning("nothing runs", stackName);
    }
    return waits;
  }

  private static UserError notRunning(String what, String stackName) {
    return new UserError(
        NOT_RUNNING, what, "stack " + stackName, "it would never get ready", "platform up");
  }
}
