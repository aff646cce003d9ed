package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.CONFLICT;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.REFUSED;

import io.usercenter.platform.cli.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rebuilds and restarts services whenever their sources change. */
@Command(
    name = "dev",
    description = {
      "Compile and restart services when their sources change, until Ctrl-C.",
      "A mistake is shown and what runs stays. Debuggers are let in on loopback. At the end the"
          + " services run again as they were built."
    },
    footer = {
      "",
      "Examples:",
      "  platform dev",
      "  platform dev api --debug-port 5005",
      "",
      "Maven's checks and tests are not run: `platform test` does that."
    })
@Exits({DONE, FAILED, CONFIGURATION, NOT_RUNNING, CONFLICT, REFUSED, INTERRUPTED})
final class DevCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin ServiceNames services;
  @Mixin TimeoutFlag timeout;
  @Mixin JsonFlag json;

  @Option(
      names = "--debug-port",
      paramLabel = "PORT",
      description =
          "Where the first service listens for a debugger, the others behind it. Default: 5005, or"
              + " the next that is free.")
  @Nullable Integer debugPort;

  @Option(
      names = "--keep",
      description = "Leave the services as they run at the end; the next `up` changes them back.")
  boolean keep;

  private final Console console;
  private final Workspace workspace;

  DevCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      StackOptions options = stack.options();
      Path directory;
      Set<String> chosen;
      // Refuses what cannot be developed, before anything is built.
      try (OpenStack open = workspace.develop(options, Map.of())) {
        directory = open.dataDirectory().resolve("development");
        chosen = services.among(open.stack().services().keySet(), open.stack().name());
      }
      List<DevServices.Item> items =
          DevServices.of(workspace.project(options), chosen, directory, debugPort);
      DevSession session =
          new DevSession(
              console,
              workspace,
              new DevSession.Settings(options, timeout.timeout, json.json),
              items);
      try {
        session.run();
      } finally {
        // After a cancellation, too, there is something to wait for.
        boolean interrupted = Thread.interrupted();
        session.end(keep);
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      return DONE.status();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
