package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.REFUSED;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;
import static io.usercenter.platform.error.ExitCode.USAGE;
import static io.usercenter.platform.error.ExitCode.VERIFICATION;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.cli.console.Styles.Style;
import io.usercenter.platform.cli.console.Table;
import io.usercenter.platform.cli.console.Table.Cell;
import io.usercenter.platform.dashboard.Dashboard;
import io.usercenter.platform.dashboard.Grafana;
import io.usercenter.platform.dashboard.PanelProof;
import io.usercenter.platform.dashboard.PanelProof.Outcome;
import io.usercenter.platform.dashboard.PanelProof.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves that every panel shows data. */
@Command(
    name = "verify",
    description = {
      "Send load through the running stack, then run every query of every panel through its Grafana"
          + " (or the platform's viewer), and see whether data comes."
    },
    footer = {"", "Example:", "  platform dashboards verify user-center --load 60s"})
@Exits({DONE, USAGE, CONFIGURATION, NOT_RUNNING, VERIFICATION, REFUSED, UNREACHABLE, INTERRUPTED})
final class DashboardsVerifyCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Mixin StackFlags stack;
  @Mixin BoardFlags which;
  @Mixin GrafanaFlags grafana;
  @Mixin JsonFlag json;

  @Option(
      names = "--load",
      paramLabel = "DURATION",
      defaultValue = "15s",
      converter = DurationText.class,
      description = "How long to send requests before; 0s for not at all. Default: 15s.")
  Duration load = Duration.ZERO;

  private final Console console;
  private final Workspace workspace;
  private final Boards boards;

  DashboardsVerifyCommand(Console console, Workspace workspace, Boards boards) {
    this.console = console;
    this.workspace = workspace;
    this.boards = boards;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Dashboard> dashboards = which.chosen(which.library(boards));
    List<Result> results = new ArrayList<>();
    try (OpenStack open = workspace.open(stack.options());
        Grafana server = grafana.of(open)) {
      if (load.isPositive()) {
        int answered = boards.load(open, load);
        console.note("sent requests for " + load.toSeconds() + " s, " + answered + " answered");
      }
      PanelProof proof = new PanelProof(server, PATIENCE);
      for (Dashboard dashboard : dashboards) {
        List<Result> own = proof.prove(dashboard);
        results.addAll(own);
        if (!json.json) {
          console.answer(rows(dashboard, own));
        }
      }
    }
    console.answer(json.json ? json(results) : verdict(results));
    return (results.stream().allMatch(Result::good) ? DONE : VERIFICATION).status();
  }

  /** One line for a dashboard, and one for each of its queries without data. */
  private String rows(Dashboard dashboard, List<Result> results) {
    Table table = new Table();
    boolean good = results.stream().allMatch(Result::good);
    long data = count(results, Outcome.DATA);
    table.add(
        List.of(
            new Cell(good ? "shows data" : "does not", good ? Style.GOOD : Style.BAD),
            Cell.plain("%-16s".formatted(dashboard.uid())),
            Cell.plain(data + " of " + results.size() + " queries")));
    StringBuilder text = new StringBuilder(table.render(console.outStyles()));
    for (Result result : results) {
      if (result.outcome() != Outcome.DATA) {
        text.append(
            "            %-9s %s (%s): %s%n"
                .formatted(
                    word(result.outcome()), result.panel(), result.refId(), result.detail()));
      }
    }
    return text.toString();
  }

  private static String verdict(List<Result> results) {
    long bad = results.stream().filter(result -> !result.good()).count();
    return "%n%s: %d queries with data, %d without and saying why, %d without%n"
        .formatted(
            bad == 0 ? "verified" : "not verified",
            count(results, Outcome.DATA),
            count(results, Outcome.EXPLAINED),
            bad);
  }

  private static String json(List<Result> results) {
    return Json.schema("platform.dashboards.verify/1")
        .put("passed", results.stream().allMatch(Result::good))
        .put("queries", results.stream().map(DashboardsVerifyCommand::json).toList())
        .pretty();
  }

  private static Json json(Result result) {
    return Json.object()
        .put("dashboard", result.dashboard())
        .put("panel", result.panel())
        .put("refId", result.refId())
        .put("outcome", word(result.outcome()))
        .put("detail", result.detail());
  }

  private static long count(List<Result> results, Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
