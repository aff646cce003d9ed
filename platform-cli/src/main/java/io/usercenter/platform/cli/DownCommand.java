package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.CONFLICT;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.REFUSED;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Planner;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops and forgets every service. */
@Command(
    name = "down",
    description = "Stop every service and forget it; data is kept unless --volumes is given.",
    footer = {"", "Examples:", "  platform down", "  platform down --volumes --yes"})
@Exits({DONE, CONFIGURATION, CONFLICT, REFUSED, INTERRUPTED})
final class DownCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin TimeoutFlag timeout;
  @Mixin JsonFlag json;

  @Option(names = "--volumes", description = "Delete the data of all services, too.")
  boolean volumes;

  @Option(names = "--yes", description = "Delete without asking.")
  boolean yes;

  private final Console console;
  private final Workspace workspace;

  DownCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (OpenStack open = workspace.lock(stack.options(), "down")) {
      if (volumes && !yes) {
        confirm(open);
      }
      String name = open.stack().name();
      Plan plan = Planner.down(open.stack(), open.runtime().observe(), "down");
      String next = "platform down goes on from here, platform up brings it back";
      new PlanRun(console, new PlanRun.Request("down " + name, timeout.timeout, json.json, next))
          .carryOut(open.runtime(), plan);
      if (volumes) {
        open.deleteData();
      }
      if (!json.json) {
        console.answer(end(plan, open));
      }
      return DONE.status();
    }
  }

  private String end(Plan plan, OpenStack open) {
    String name = open.stack().name();
    String state = plan.nodes().isEmpty() ? name + " was not running" : name + " is down";
    String data = volumes ? "its data is deleted" : "its data stays in " + open.dataDirectory();
    return state + "; " + data + "\n";
  }

  private void confirm(OpenStack open) {
    String name = open.stack().name();
    Optional<String> answer =
        console.ask(
            "This deletes all data of '%s' in %s.%nType the stack's name to go on: "
                .formatted(name, open.dataDirectory()));
    if (!name.equals(answer.map(String::strip).orElse(""))) {
      throw new UserError(
          REFUSED,
          "the data of stack '" + name + "' was not deleted",
          open.dataDirectory().toString(),
          answer.isPresent()
              ? "the name typed is another one"
              : "nobody is at a terminal to confirm it",
          "platform down --volumes --yes");
    }
  }
}
