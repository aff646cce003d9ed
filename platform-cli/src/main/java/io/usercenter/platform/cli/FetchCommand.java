package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.PARTIAL;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;

import io.usercenter.platform.cli.StackOptions.Choice;
import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Measures;
import io.usercenter.platform.execute.Timeline;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Plan.Node;
import io.usercenter.platform.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Downloads everything ahead of time. */
@Command(
    name = "fetch",
    description = "Download everything the services run from, ahead of `up`.",
    footer = {"", "Example:", "  platform fetch && platform up --offline"})
@Exits({DONE, FAILED, CONFIGURATION, PARTIAL, UNREACHABLE, INTERRUPTED})
final class FetchCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin ServiceNames services;
  @Mixin TimeoutFlag timeout;
  @Mixin JsonFlag json;

  private final Console console;
  private final Workspace workspace;

  FetchCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (OpenStack open = workspace.open(stack.options().on(Choice.NATIVE))) {
      String name = open.stack().name();
      Plan plan = new Plan(preparations(open, name), List.of());
      Timeline timeline =
          new PlanRun(
                  console,
                  new PlanRun.Request(
                      "fetch " + name, timeout.timeout, json.json, "platform fetch"))
              .carryOut(open.runtime(), plan);
      if (!json.json) {
        console.answer(
            "fetched: everything for %d services, in %s%n"
                .formatted(plan.nodes().size(), Measures.duration(timeline.total())));
      }
      return DONE.status();
    }
  }

  private List<Node> preparations(OpenStack open, String stackName) {
    Set<String> absent = open.runtime().absent(open.stack()).keySet();
    Set<String> known = open.stack().services().keySet();
    Set<String> chosen = services.among(known, stackName);
    List<Node> steps = new ArrayList<>();
    for (String service : chosen.isEmpty() ? known : chosen) {
      if (!absent.contains(service)) {
        steps.add(new Node(new Step.Prepare(service, "fetch was asked for"), List.of()));
      }
    }
    return steps;
  }
}
