package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One run of the program: parse, call the command, turn what escapes it into an exit status. */
public final class Program {

  private final Console console;
  private final World world;

  public Program(Console console, World world) {
    this.console = console;
    this.world = world;
  }

  /** Returns the exit status of the process. */
  public int run(String... args) {
    Interruption interruption = Interruption.ofThisThread(console);
    try {
      // The question that needs no model of all options, which takes most of the start.
      if (args.length == 1 && args[0].equals("version")) {
        return new VersionCommand(console).call();
      }
      interruption.listen();
      return execute(interruption, args);
    } catch (Throwable bug) {
      return report(bug);
    }
  }

  private int execute(Interruption interruption, String... args) {
    StringWriter help = new StringWriter();
    CommandLine line = new Commands(console, world).line(args);
    line.setOut(new PrintWriter(help));
    line.setParameterExceptionHandler((wrong, _) -> wrongUsage(wrong));
    line.setExecutionExceptionHandler((failure, _, _) -> failed(failure, interruption));
    int status = line.execute(args);
    console.answer(help.toString());
    return status;
  }

  private int failed(Exception failure, Interruption interruption) {
    return switch (failure) {
      case UserError error -> {
        console.problem(error.render());
        yield error.exitCode().status();
      }
      case InterruptedException _ -> interruption.status();
      case ParameterException wrong -> wrongUsage(wrong);
      default -> interruption.requested() ? interruption.status() : report(failure);
    };
  }

  private int wrongUsage(ParameterException wrong) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName(" ");
    console.problem(
        new UserError(
                ExitCode.USAGE,
                String.valueOf(wrong.getMessage()),
                command,
                suggestion(wrong),
                command + " --help")
            .render());
    return ExitCode.USAGE.status();
  }

  private static String suggestion(ParameterException wrong) {
    List<String> near =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return near.isEmpty()
        ? "the command line was not understood"
        : "the nearest that exist are " + String.join(", ", near);
  }

  private int report(Throwable bug) {
    StringWriter trace = new StringWriter();
    bug.printStackTrace(new PrintWriter(trace, true));
    console.problem(
        """
        error: this is a bug of platform, not a mistake of yours
          why: %s
          fix: report it with the lines below, the output of `platform version` and what you did

        %s\
        """
            .formatted(bug, trace));
    return ExitCode.BUG.status();
  }
}
