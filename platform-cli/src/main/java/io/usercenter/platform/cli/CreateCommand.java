package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.CONFLICT;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.ENVIRONMENT;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;

import io.usercenter.platform.cli.StackOptions.Choice;
import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.UpRequest;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates the containers that are missing, and starts none. */
@Command(
    name = "create",
    description = "Create missing containers with their networks and volumes, and start none.",
    footer = {"", "Example:", "  platform create --pull never"})
@Exits({DONE, FAILED, ENVIRONMENT, CONFIGURATION, CONFLICT, UNREACHABLE, INTERRUPTED})
final class CreateCommand implements Callable<Integer> {

  /** When images are pulled. */
  enum Pull {
    MISSING,
    NEVER
  }

  @Mixin StackFlags stack;
  @Mixin ServiceNames services;
  @Mixin TimeoutFlag timeout;
  @Mixin JsonFlag json;

  @Option(
      names = "--pull",
      paramLabel = "missing|never",
      defaultValue = "missing",
      description = "Pull images that are missing, or none. Default: missing.")
  Pull pull;

  @Option(names = "--no-build", description = "As docker compose has it; create never builds.")
  boolean noBuild;

  private final Console console;
  private final Workspace workspace;

  CreateCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    StackOptions options = stack.options().on(Choice.DOCKER);
    StackOptions meant = pull == Pull.NEVER ? options.withoutNetwork() : options;
    try (OpenStack open = workspace.lock(meant, "create")) {
      Convergence convergence = new Convergence(console, open);
      Plan plan =
          convergence.plan(new UpRequest(services.chosen(), Map.of(), false, false)).creation();
      String name = open.stack().name();
      String next = "platform create goes on from here, platform down removes it";
      new PlanRun(console, new PlanRun.Request("create " + name, timeout.timeout, json.json, next))
          .carryOut(open.runtime(), plan);
      if (!json.json) {
        console.answer("created: %d steps done for %s%n".formatted(plan.nodes().size(), name));
      }
      return DONE.status();
    }
  }
}
