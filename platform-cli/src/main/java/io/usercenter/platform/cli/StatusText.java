package io.usercenter.platform.cli;

import io.usercenter.platform.cli.StatusReport.Link;
import io.usercenter.platform.cli.console.Measures;
import io.usercenter.platform.cli.console.Styles;
import io.usercenter.platform.cli.console.Styles.Style;
import io.usercenter.platform.cli.console.Table;
import io.usercenter.platform.cli.console.Table.Cell;
import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.plan.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A status report for people. */
final class StatusText {

  private final Styles styles;
  private final Instant now;

  StatusText(Styles styles, Instant now) {
    this.styles = styles;
    this.now = now;
  }

  String render(StatusReport report) {
    return services(report)
        + absent(report)
        + remarks(report)
        + links(report)
        + "\nstack "
        + report.stack()
        + " ("
        + report.runtime()
        + "), data in "
        + report.dataDirectory()
        + "\n";
  }

  /** Pages with the way to log in; empty when there is none. */
  String links(StatusReport report) {
    if (report.links().isEmpty()) {
      return "";
    }
    Table table = new Table();
    for (Link link : report.links()) {
      table.add(
          List.of(
              Cell.plain("  " + link.name()),
              new Cell(link.url(), Style.BUSY),
              Cell.plain(login(link))));
    }
    return "\n" + table.render(styles);
  }

  /** What does not run here and why; empty when everything can. */
  String absent(StatusReport report) {
    return report.absent().entrySet().stream()
        .map(entry ->
            styles.paint(Style.CAUTION, "not running here: " + entry.getKey())
                + ": "
                + entry.getValue()
                + "\n")
        .collect(Collectors.joining("", report.absent().isEmpty() ? "" : "\n", ""));
  }

  private static String remarks(StatusReport report) {
    return report.remarks().stream()
        .map(remark -> "\n" + remark + "\n")
        .collect(Collectors.joining());
  }

  private String services(StatusReport report) {
    Table table =
        Table.titled("SERVICE", "STATE", "UPTIME", "PORTS", "MEMORY", "RESTARTS", "REASON");
    for (ServiceState state : report.services()) {
      table.add(
          List.of(
              Cell.plain(state.name()),
              new Cell(state.status().word(), style(state.status())),
              Cell.plain(uptime(state)),
              Cell.plain(ports(state)),
              Cell.plain(memory(state)),
              Cell.plain(state.restarts() == 0 ? "" : String.valueOf(state.restarts())),
              Cell.plain(state.status().reason())));
    }
    return table.render(styles);
  }

  private static String login(Link link) {
    if (link.user().isEmpty()) {
      return "";
    }
    String password = link.password().orElse("see platform status --show-passwords");
    return "user " + link.user() + ", password " + password;
  }

  private String uptime(ServiceState state) {
    return state
        .running()
        .started()
        .map(started -> Measures.duration(positive(Duration.between(started, now))))
        .orElse("");
  }

  // A clock that was set back must not show as a negative age.
  private static Duration positive(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private static String ports(ServiceState state) {
    return state.endpoints().stream()
        .map(endpoint -> String.valueOf(endpoint.port()))
        .collect(Collectors.joining(","));
  }

  private static String memory(ServiceState state) {
    return state.running().residentBytes().isPresent()
        ? Measures.bytes(state.running().residentBytes().getAsLong())
        : "";
  }

  private static Style style(Status status) {
    return status instanceof Status.Ready ? Style.GOOD : unready(status);
  }

  private static Style unready(Status status) {
    return switch (status) {
      case Status.Ready() -> Style.GOOD;
      case Status.Stopped(), Status.Stopping(), Status.Exited _ -> Style.FAINT;
      case Status.Preparing(), Status.Starting _ -> Style.BUSY;
      case Status.Restarting _ -> Style.CAUTION;
      case Status.Unhealthy _, Status.Failed _ -> Style.BAD;
    };
  }
}
