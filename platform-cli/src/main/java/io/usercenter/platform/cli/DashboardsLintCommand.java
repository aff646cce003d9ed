package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.USAGE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.dashboard.Library;
import io.usercenter.platform.dashboard.Lint;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the files of dashboards. */
@Command(
    name = "lint",
    description = {
      "Check the files: ids, places, types, units, variables, and every query by the parser of our"
          + " Prometheus."
    },
    footer = {"", "Example:", "  platform dashboards lint --dir ~/my-dashboards"})
@Exits({DONE, USAGE, CONFIGURATION})
final class DashboardsLintCommand implements Callable<Integer> {

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Directory of dashboards. Default: grafana/dashboards of the project.")
  @Nullable Path directory;

  @Mixin JsonFlag json;

  private final Console console;
  private final Boards boards;

  DashboardsLintCommand(Console console, Boards boards) {
    this.console = console;
    this.boards = boards;
  }

  @Override
  public Integer call() throws InterruptedException {
    BoardFlags flags = new BoardFlags();
    flags.directory = directory;
    Library library = flags.library(boards);
    List<Problem> problems = Lint.problems(library, boards.promql());
    if (json.json) {
      console.answer(
          Json.schema("platform.dashboards.lint/1")
              .put("dashboards", library.dashboards().size())
              .put("problems", problems.stream().map(DashboardsLintCommand::json).toList())
              .pretty());
      return (problems.isEmpty() ? DONE : CONFIGURATION).status();
    }
    if (!problems.isEmpty()) {
      throw new UserError(CONFIGURATION, problems, null);
    }
    long panels = library.dashboards().stream().mapToLong(it -> it.panels().size()).sum();
    console.answer(
        "%d dashboards with %d panels, nothing is wrong with them%n"
            .formatted(library.dashboards().size(), panels));
    return DONE.status();
  }

  private static Json json(Problem problem) {
    return Json.object()
        .put("what", problem.what())
        .put("where", problem.where())
        .put("why", problem.why())
        .put("fix", problem.fix());
  }
}
