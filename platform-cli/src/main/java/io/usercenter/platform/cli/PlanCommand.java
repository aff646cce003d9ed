package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.USAGE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.UpRequest;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what {@code up} would do. */
@Command(
    name = "plan",
    description = "Print what `up` would do, and why; changes nothing.",
    footer = {"", "Example:", "  platform plan && echo up to date"})
@Exits({DONE, USAGE, CONFIGURATION, NOT_RUNNING})
final class PlanCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin ServiceNames services;
  @Mixin JsonFlag json;

  @Option(names = "--remove-orphans", description = "Plan to remove services the stack lost.")
  boolean removeOrphans;

  private final Console console;
  private final Workspace workspace;

  PlanCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() {
    try (OpenStack open = workspace.open(stack.options())) {
      UpRequest request = new UpRequest(services.chosen(), Map.of(), true, removeOrphans);
      Plan plan = new Convergence(console, open).plan(request);
      console.answer(PlanText.render(plan, json.json, open.stack().name()));
      return (plan.changes() ? USAGE : DONE).status();
    }
  }
}
