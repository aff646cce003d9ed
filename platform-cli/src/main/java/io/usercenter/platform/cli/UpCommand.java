package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.CONFLICT;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.ENVIRONMENT;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.PARTIAL;
import static io.usercenter.platform.error.ExitCode.TIMEOUT;
import static io.usercenter.platform.error.ExitCode.UNHEALTHY;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.UpRequest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings the stack up, or changes what runs into what the Compose files say. */
@Command(
    name = "up",
    description = "Bring the stack up, or bring it up to date.",
    footer = {"", "Examples:", "  platform up", "  platform up api --env prod --timeout 5m"})
@Exits({
  DONE,
  FAILED,
  ENVIRONMENT,
  CONFIGURATION,
  NOT_RUNNING,
  TIMEOUT,
  UNHEALTHY,
  CONFLICT,
  PARTIAL,
  UNREACHABLE,
  INTERRUPTED
})
final class UpCommand implements Callable<Integer> {

  @Mixin StackFlags stack;
  @Mixin ServiceNames services;
  @Mixin TimeoutFlag timeout;
  @Mixin JsonFlag json;

  @Option(
      names = "--wait",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Wait until all services are ready, or only until they are started. Default: wait.")
  boolean await;

  @Option(names = "--build", description = "Build services from source again before.")
  boolean build;

  @Option(names = "--dry-run", description = "Print the plan and change nothing.")
  boolean dryRun;

  @Option(names = "--remove-orphans", description = "Remove services the stack lost.")
  boolean removeOrphans;

  private final Console console;
  private final Workspace workspace;

  UpCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    StackOptions options = stack.options();
    try (OpenStack open = dryRun ? workspace.open(options) : workspace.lock(options, "up")) {
      if (build && !dryRun) {
        build(open);
      }
      if (!dryRun) {
        open.checkFiles();
      }
      Convergence convergence = new Convergence(console, open);
      Plan plan =
          convergence.plan(new UpRequest(services.chosen(), Map.of(), await, removeOrphans));
      if (dryRun) {
        console.answer(PlanText.render(plan, json.json, open.stack().name()));
        return DONE.status();
      }
      String title = "up " + open.stack().name();
      String next = "platform up goes on from here, platform down takes it down";
      return convergence.carryOut(
          plan, new PlanRun.Request(title, timeout.timeout, json.json, next));
    }
  }

  private void build(OpenStack open) throws InterruptedException {
    Set<String> chosen = new HashSet<>(services.chosen());
    chosen.removeIf(name -> open.stack().definition().service(name).get("build") == null);
    if (services.chosen().isEmpty() || !chosen.isEmpty()) {
      open.build(chosen, true, new ToldOnce(console));
    }
  }
}
