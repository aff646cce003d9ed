package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.USAGE;

import io.usercenter.platform.cli.console.Console;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the help of a command, as {@code --help} after it does. */
@Command(
    name = "help",
    description = "Show help for a command, or the list of commands.",
    footer = {"", "Example:", "  platform help up"})
@Exits({DONE, USAGE})
final class HelpCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command to explain.")
  @Nullable String command;

  private final Console console;
  private final Supplier<CommandLine> everyCommand;

  HelpCommand(Console console, Supplier<CommandLine> everyCommand) {
    this.console = console;
    this.everyCommand = everyCommand;
  }

  @Override
  public Integer call() {
    CommandLine all = everyCommand.get();
    CommandLine chosen = command == null ? all : all.getSubcommands().get(command);
    if (chosen == null) {
      throw new ParameterException(spec.commandLine(), "there is no command '" + command + "'");
    }
    console.answer(chosen.getUsageMessage());
    return DONE.status();
  }
}
