package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.REFUSED;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;
import static io.usercenter.platform.error.ExitCode.USAGE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.dashboard.Dashboard;
import io.usercenter.platform.dashboard.Exchange;
import io.usercenter.platform.dashboard.Grafana;
import io.usercenter.platform.dashboard.Grafana.Remote;
import io.usercenter.platform.error.UserError;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings dashboards to an existing Grafana. */
@Command(
    name = "push",
    description = {
      "Bring dashboards to an existing Grafana, into folders named as their directories. What is the"
          + " same there already is left alone."
    },
    footer = {
      "",
      "Example:",
      "  platform dashboards push --grafana https://grafana.example --user '' --password-file token"
    })
@Exits({DONE, FAILED, USAGE, CONFIGURATION, REFUSED, UNREACHABLE})
final class DashboardsPushCommand implements Callable<Integer> {

  @Mixin BoardFlags which;
  @Mixin GrafanaFlags grafana;

  private final Console console;
  private final Boards boards;

  DashboardsPushCommand(Console console, Boards boards) {
    this.console = console;
    this.boards = boards;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Grafana server = grafana.named()) {
      for (Dashboard dashboard : which.chosen(which.library(boards))) {
        Optional<Remote> there = server.find(dashboard.uid());
        console.answer("%-12s%s%n".formatted(push(server, dashboard, there), dashboard.uid()));
      }
    }
    return DONE.status();
  }

  private static String push(Grafana server, Dashboard dashboard, Optional<Remote> there)
      throws InterruptedException {
    if (there.isPresent()
        && there.get().folder().equals(dashboard.folder())
        && Exchange.differences(dashboard, there.get()).isEmpty()) {
      return "unchanged";
    }
    if (there.isPresent() && there.get().provisioned()) {
      throw new UserError(
          REFUSED,
          dashboard.uid() + " cannot be changed there",
          server.site().toString(),
          "that server has it from files of its own, and would take it back",
          "change the files it is provisioned from");
    }
    server.save(dashboard);
    return there.isPresent() ? "changed" : "created";
  }
}
