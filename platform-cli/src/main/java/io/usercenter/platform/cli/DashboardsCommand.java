package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.USAGE;

import io.usercenter.platform.cli.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with the dashboards. */
@Command(
    name = "dashboards",
    synopsisSubcommandLabel = "COMMAND",
    description = "Check the dashboards, prove that they show data, exchange them with a Grafana.",
    footer = {"", "Example:", "  platform dashboards verify"})
@Exits({DONE, USAGE})
final class DashboardsCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  /** The command with everything below it. */
  static CommandLine line(Console console, World world) {
    return new CommandLine(new DashboardsCommand())
        .addSubcommand(new DashboardsLintCommand(console, world.boards()))
        .addSubcommand(new DashboardsVerifyCommand(console, world.workspace(), world.boards()))
        .addSubcommand(new DashboardsPushCommand(console, world.boards()))
        .addSubcommand(new DashboardsPullCommand(console, world.boards()))
        .addSubcommand(new DashboardsDiffCommand(console, world.boards()))
        .addSubcommand(new DashboardsRenderCommand(console, world.workspace(), world.boards()));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
