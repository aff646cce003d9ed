package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Makes the command line, with no more of it than the arguments ask for. */
final class Commands {

  // In the order help shows them.
  private static final List<String> NAMES =
      List.of(
          "up",
          "down",
          "rebuild",
          "dev",
          "restart",
          "stop",
          "start",
          "status",
          "logs",
          "trace",
          "plan",
          "config",
          "doctor",
          "verify",
          "wait",
          "fetch",
          "create",
          "images",
          "bundle",
          "dockerfile",
          "dashboards",
          "completion",
          "version",
          "help");

  private final Console console;
  private final World world;

  Commands(Console console, World world) {
    this.console = console;
    this.world = world;
  }

  /** Knows the one command that is named, or every command when none is. */
  CommandLine line(String... args) {
    for (String arg : args) {
      if (!arg.startsWith("-")) {
        return NAMES.contains(arg) ? line(List.of(arg)) : everyCommand();
      }
    }
    return everyCommand();
  }

  CommandLine everyCommand() {
    return line(NAMES);
  }

  private CommandLine line(List<String> names) {
    CommandLine root = new CommandLine(new RootCommand());
    names.forEach(name -> root.addSubcommand(name, command(name)));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setColorScheme(
        CommandLine.Help.defaultColorScheme(console.outStyles().enabled() ? Ansi.ON : Ansi.OFF));
    root.setHelpFactory(new HelpText());
    root.setUsageHelpAutoWidth(false);
    root.setUsageHelpWidth(100);
    root.setExpandAtFiles(false);
    return root;
  }

  private Object command(String name) {
    return switch (name) {
      case "up" -> new UpCommand(console, world.workspace());
      case "down" -> new DownCommand(console, world.workspace());
      case "rebuild" -> new RebuildCommand(console, world.workspace());
      case "dev" -> new DevCommand(console, world.workspace());
      case "restart" -> new RestartCommand(console, world.workspace());
      case "stop" -> new StopCommand(console, world.workspace());
      case "start" -> new StartCommand(console, world.workspace());
      case "status" -> new StatusCommand(console, world.workspace());
      case "logs" -> new LogsCommand(console, world.workspace());
      case "trace" -> new TraceCommand(console, world.workspace());
      case "plan" -> new PlanCommand(console, world.workspace());
      case "config" -> new ConfigCommand(console, world.workspace());
      case "doctor" -> new DoctorCommand(console, world.doctor());
      case "verify" -> new VerifyCommand(console, world.workspace(), world.verifier());
      case "wait" -> new WaitCommand(console, world.workspace());
      case "create" -> new CreateCommand(console, world.workspace());
      case "fetch" -> new FetchCommand(console, world.workspace());
      case "images" -> ImagesCommand.line(console, world.images());
      case "bundle" -> BundleCommand.line(console, world.bundles());
      case "dockerfile" -> new DockerfileCommand(console, world.dockerfiles());
      case "dashboards" -> DashboardsCommand.line(console, world);
      case "completion" -> new CompletionCommand(console, this::everyCommand);
      case "version" -> new VersionCommand(console);
      case "help" -> new HelpCommand(console, this::everyCommand);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
