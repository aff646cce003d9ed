package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.REFUSED;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;
import static io.usercenter.platform.error.ExitCode.USAGE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.cli.console.Styles.Style;
import io.usercenter.platform.dashboard.Dashboard;
import io.usercenter.platform.dashboard.Exchange;
import io.usercenter.platform.dashboard.Exchange.Difference;
import io.usercenter.platform.dashboard.Grafana;
import io.usercenter.platform.dashboard.Grafana.Remote;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how dashboards differ from those of a Grafana. */
@Command(
    name = "diff",
    description = {
      "Show, field by field, how the files differ from what an existing Grafana has: '-' is there,"
          + " '+' is here. Exits with 1 when something differs."
    },
    footer = {
      "",
      "Example:",
      "  platform dashboards diff --grafana http://127.0.0.1:3000 --password-file password"
    })
@Exits({DONE, FAILED, USAGE, CONFIGURATION, REFUSED, UNREACHABLE})
final class DashboardsDiffCommand implements Callable<Integer> {

  @Mixin BoardFlags which;
  @Mixin GrafanaFlags grafana;
  @Mixin JsonFlag json;

  private final Console console;
  private final Boards boards;

  DashboardsDiffCommand(Console console, Boards boards) {
    this.console = console;
    this.boards = boards;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, List<Difference>> found = new LinkedHashMap<>();
    try (Grafana server = grafana.named()) {
      for (Dashboard dashboard : which.chosen(which.library(boards))) {
        Optional<Remote> there = server.find(dashboard.uid());
        found.put(
            dashboard.uid(),
            there.isEmpty()
                ? List.of(new Difference("", "the whole dashboard", ""))
                : Exchange.differences(dashboard, there.get()));
      }
    }
    console.answer(json.json ? json(found) : text(found));
    return (found.values().stream().allMatch(List::isEmpty) ? DONE : FAILED).status();
  }

  private String text(Map<String, List<Difference>> found) {
    StringBuilder text = new StringBuilder();
    found.forEach((uid, differences) -> {
      text.append(differences.isEmpty() ? "same    " : "differs ").append(uid).append('\n');
      for (Difference difference : differences) {
        text.append("  ").append(difference.path()).append('\n');
        line(text, Style.BAD, "-", difference.there());
        line(text, Style.GOOD, "+", difference.here());
      }
    });
    return text.toString();
  }

  private void line(StringBuilder text, Style style, String sign, String value) {
    if (!value.isEmpty()) {
      text.append("    ").append(console.outStyles().paint(style, sign + " " + value)).append('\n');
    }
  }

  private static String json(Map<String, List<Difference>> found) {
    return Json.schema("platform.dashboards.diff/1")
        .put("same", found.values().stream().allMatch(List::isEmpty))
        .put(
            "dashboards",
            found.entrySet().stream()
                .map(entry ->
                    Json.object()
                        .put("uid", entry.getKey())
                        .put(
                            "differences",
                            entry.getValue().stream().map(DashboardsDiffCommand::json).toList()))
                .toList())
        .pretty();
  }

  private static Json json(Difference difference) {
    return Json.object()
        .put("path", difference.path())
        .put("here", difference.here())
        .put("there", difference.there());
  }
}
