package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.BUG;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.USAGE;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: options that hold for every command. */
@Command(
    name = "platform",
    synopsisSubcommandLabel = "COMMAND",
    description = "Runs the user-center with its whole stack on this machine.",
    footer = {"", "Start here:", "  platform up", "  platform verify", "  platform status"})
@Exits({DONE, FAILED, USAGE, BUG, INTERRUPTED})
final class RootCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  // The console reads these two before the command line is parsed; they stand here for help.
  @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Print without colours.")
  boolean noColor;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print errors and answers only.")
  boolean quiet;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
