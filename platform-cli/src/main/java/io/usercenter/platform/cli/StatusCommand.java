package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.UNHEALTHY;

import io.usercenter.platform.cli.console.Console;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what runs and where it is reached. */
@Command(
    name = "status",
    description = "Show what runs, how it is, and where it is reached.",
    footer = {"", "Examples:", "  platform status", "  platform status --show-passwords"})
@Exits({DONE, CONFIGURATION, NOT_RUNNING, UNHEALTHY})
final class StatusCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin JsonFlag json;

  @Option(names = "--show-passwords", description = "Print the passwords of the pages.")
  boolean showPasswords;

  private final Console console;
  private final Workspace workspace;

  StatusCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() {
    try (OpenStack open = workspace.open(stack.options())) {
      StatusReport report = StatusReport.of(open, showPasswords);
      console.answer(
          json.json
              ? StatusJson.render(report, open.stack())
              : new StatusText(console.outStyles(), Instant.now()).render(report));
      return report.exitCode(open.stack()).status();
    }
  }
}
