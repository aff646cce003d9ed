package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.REFUSED;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;
import static io.usercenter.platform.error.ExitCode.USAGE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.dashboard.Dashboard;
import io.usercenter.platform.dashboard.Exchange;
import io.usercenter.platform.dashboard.Grafana;
import io.usercenter.platform.dashboard.Grafana.Remote;
import io.usercenter.platform.dashboard.Library;
import io.usercenter.platform.error.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes dashboards from an existing Grafana into files. */
@Command(
    name = "pull",
    description = {
      "Take dashboards from an existing Grafana into files, those that are here already by default."
          + " A file is replaced only when its dashboard differs."
    },
    footer = {
      "",
      "Example:",
      "  platform dashboards pull my-board --grafana http://127.0.0.1:3000 --password-file password"
    })
@Exits({DONE, FAILED, USAGE, CONFIGURATION, NOT_RUNNING, REFUSED, UNREACHABLE})
final class DashboardsPullCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DASHBOARD",
      arity = "0..*",
      description = "Uids of dashboards on that server. Default: those that are here.")
  List<String> uids = new ArrayList<>();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Directory of dashboards. Default: grafana/dashboards of the project.")
  @Nullable Path directory;

  @Mixin GrafanaFlags grafana;

  private final Console console;
  private final Boards boards;

  DashboardsPullCommand(Console console, Boards boards) {
    this.console = console;
    this.boards = boards;
  }

  @Override
  public Integer call() throws InterruptedException {
    BoardFlags flags = new BoardFlags();
    flags.directory = directory;
    Library library = flags.library(boards);
    List<String> wanted =
        uids.isEmpty() ? flags.chosen(library).stream().map(Dashboard::uid).toList() : uids;
    try (Grafana server = grafana.named()) {
      for (String uid : wanted) {
        Optional<Remote> there = server.find(uid);
        if (there.isEmpty() && !uids.isEmpty()) {
          throw new UserError(
              NOT_RUNNING,
              "that server has no dashboard '" + uid + "'",
              server.site().toString(),
              "it has " + String.join(", ", server.uids()),
              "name one of these");
        }
        console.answer("%-12s%s%n".formatted(pull(library, uid, there), uid));
      }
    }
    return DONE.status();
  }

  private static String pull(Library library, String uid, Optional<Remote> there) {
    if (there.isEmpty()) {
      return "not there";
    }
    Optional<Dashboard> here = library.find(uid);
    if (here.isPresent() && Exchange.differences(here.get(), there.get()).isEmpty()) {
      return "unchanged";
    }
    library.write(there.get());
    return here.isPresent() ? "changed" : "created";
  }
}
