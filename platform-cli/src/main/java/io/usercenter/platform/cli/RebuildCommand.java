package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.CONFLICT;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.PARTIAL;
import static io.usercenter.platform.error.ExitCode.TIMEOUT;
import static io.usercenter.platform.error.ExitCode.UNHEALTHY;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.plan.UpRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Builds services again and replaces those that changed by it. */
@Command(
    name = "rebuild",
    description = "Build services from source again and replace what changed; data is kept.",
    footer = {"", "Example:", "  platform rebuild api rpc"})
@Exits({
  DONE,
  FAILED,
  CONFIGURATION,
  NOT_RUNNING,
  TIMEOUT,
  UNHEALTHY,
  CONFLICT,
  PARTIAL,
  INTERRUPTED
})
final class RebuildCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin ServiceNames services;
  @Mixin TimeoutFlag timeout;
  @Mixin JsonFlag json;

  @Option(names = "--no-cache", description = "Use nothing of earlier builds.")
  boolean noCache;

  private final Console console;
  private final Workspace workspace;

  RebuildCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (OpenStack open = workspace.lock(stack.options(), "rebuild")) {
      String name = open.stack().name();
      Set<String> chosen = services.among(open.stack().services().keySet(), name);
      open.build(chosen, !noCache, new ToldOnce(console));
      Convergence convergence = new Convergence(console, open);
      return convergence.carryOut(
          convergence.plan(new UpRequest(chosen, forced(chosen), true, false)),
          new PlanRun.Request(
              "rebuild " + name, timeout.timeout, json.json, "platform up goes on from here"));
    }
  }

  // One build from nothing may give the same as the one before; who asks for it wants to run it.
  private Map<String, String> forced(Set<String> chosen) {
    return noCache
        ? chosen.stream().collect(Collectors.toMap(name -> name, _ -> "rebuilt without cache"))
        : Map.of();
  }
}
