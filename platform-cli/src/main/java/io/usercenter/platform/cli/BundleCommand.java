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

/** Takes the whole stack to a site without a network. */
@Command(
    name = "bundle",
    synopsisSubcommandLabel = "COMMAND",
    description = "Take the whole stack to a site without a network, as one archive.",
    footer = {
      "",
      "Examples:",
      "  platform bundle create --output stack.tar.gz",
      "  tar xf stack.tar.gz platform && ./platform/platform bundle install stack.tar.gz"
    })
@Exits({DONE, USAGE})
final class BundleCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  /** The command with everything below it. */
  static CommandLine line(Console console, Bundles bundles) {
    return new CommandLine(new BundleCommand())
        .addSubcommand(new BundleCreateCommand(console, bundles))
        .addSubcommand(new BundleInstallCommand(console, bundles));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
