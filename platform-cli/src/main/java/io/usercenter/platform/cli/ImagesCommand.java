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

/** What can be done with the images of the stack. */
@Command(
    name = "images",
    synopsisSubcommandLabel = "COMMAND",
    description = "Make the images of the stack here, without a registry, and move them about.",
    footer = {"", "Example:", "  platform images build && docker compose up"})
@Exits({DONE, USAGE})
final class ImagesCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  /** The command with everything below it. */
  static CommandLine line(Console console, StackImages.Opener images) {
    return new CommandLine(new ImagesCommand())
        .addSubcommand(new ImagesBuildCommand(console, images))
        .addSubcommand(new ImagesListCommand(console, images))
        .addSubcommand(new ImagesSaveCommand(console, images))
        .addSubcommand(new ImagesLoadCommand(console, images))
        .addSubcommand(new ImagesPushCommand(console, images));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
