package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.USAGE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.verify.Targets;
import io.usercenter.platform.verify.Trail;
import io.usercenter.platform.verify.Trails;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what one request left behind. */
@Command(
    name = "trace",
    description = "Show what one request left behind: its spans, log lines and exemplars.",
    footer = {"", "Example:", "  platform trace 0af7651916cd43dd8448eb211c80319c"})
@Exits({DONE, USAGE, CONFIGURATION, NOT_RUNNING, INTERRUPTED})
final class TraceCommand implements Callable<Integer> {

  /** An id alone, or W3C's header with it. */
  private static final Pattern ID =
      Pattern.compile("(?:[0-9a-f]{2}-)?([0-9a-f]{32}|[0-9a-f]{16})(?:-[0-9a-f]{16}-[0-9a-f]{2})?");

  @Mixin StackFlags stack;
  @Mixin JsonFlag json;

  @Parameters(
      paramLabel = "ID",
      description = "Id of the trace, or the Traceparent header of an answer.")
  String id = "";

  private final Console console;
  private final Workspace workspace;

  TraceCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    Matcher matcher = ID.matcher(id.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new UserError(
          USAGE,
          "'" + id + "' is no id of a trace",
          "trace ID",
          "it has 32 hex digits, or is a Traceparent such as 00-ID-SPAN-01",
          "take it from the Traceparent header of an answer, or from trace.id of a log line");
    }
    try (OpenStack open = workspace.open(stack.options())) {
      Targets targets = StackTargets.of(open);
      Trail trail = new Trails(targets, Instant.now()).find(matcher.group(1));
      if (trail.isEmpty()) {
        throw new UserError(
            NOT_RUNNING,
            "nothing is known of trace " + trail.id(),
            "stack " + open.stack().name(),
            trail.missing().isEmpty()
                ? "no span, log line or exemplar has this id: it was not sampled, is not there yet, or"
                    + " no longer"
                : String.join("; ", trail.missing()),
            "platform status; then try again, spans take a second to be found");
      }
      TraceText text =
          new TraceText(
              trail,
              new TraceText.Pages(
                  targets.find("Traces", 16686),
                  targets.find("Dashboards", 3000),
                  targets.find("Prometheus", 9090)));
      console.answer(json.json ? text.json() : text.text(console.outStyles()));
      return DONE.status();
    }
  }
}
