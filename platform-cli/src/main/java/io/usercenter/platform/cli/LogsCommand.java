package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.USAGE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.logs.LogQuery;
import io.usercenter.platform.logs.StoredLine;
import io.usercenter.platform.logs.StoredLogs;
import io.usercenter.platform.logs.StoredQuery;
import io.usercenter.platform.verify.Targets;
import io.usercenter.platform.wire.Address;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what services logged. */
@Command(
    name = "logs",
    description = "Print what services logged, merged in the order of time.",
    footer = {
      "",
      "Examples:",
      "  platform logs -f api rpc",
      "  platform logs --since 10m --grep 'ERROR|FATAL'",
      "  platform logs --since 1d --search 'log.level:error AND user'"
    })
@Exits({DONE, USAGE, CONFIGURATION, NOT_RUNNING, INTERRUPTED})
final class LogsCommand implements Callable<Integer> {

  @Mixin TargetFlags stack;
  @Mixin ServiceNames services;
  @Mixin JsonFlag json;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Compose file instead of those of --env; may be repeated, later ones override.")
  List<Path> files = new ArrayList<>();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with new lines until Ctrl-C.")
  boolean follow;

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      converter = SinceText.class,
      description = "Lines since then: an age such as 10m, or an RFC 3339 time.")
  @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      converter = SinceText.class,
      description = "Lines up to then; with --search.")
  @Nullable Instant until;

  @Option(
      names = "--search",
      paramLabel = "QUERY",
      description =
          "Stored lines that match this query in Lucene's syntax, those of rotated logs and of"
              + " services that are gone included. Fields: message, log.level, trace.id,"
              + " http.response.status_code and others of ECS.")
  @Nullable String search;

  @Option(
      names = "--grep",
      paramLabel = "REGEX",
      description = "Lines that contain a match of this regular expression only.")
  @Nullable Pattern grep;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "N",
      defaultValue = "-1",
      description = "The last N lines only. Default: all, with --search 100.")
  int tail;

  private static final int USUAL_LINES = 100;
  private static final int ELASTICSEARCH_PORT = 9200;
  private static final int TRACES_PORT = 16686;

  private final Console console;
  private final Workspace workspace;

  LogsCommand(Console console, Workspace workspace) {
    this.console = console;
    this.workspace = workspace;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (OpenStack open = workspace.open(stack.options(files))) {
      Set<String> known = open.stack().services().keySet();
      String text = search;
      if (text != null) {
        return search(open, known, text);
      }
      if (until != null) {
        throw contradiction("--until", "lines are read as they are written", "add --search QUERY");
      }
      LogQuery query =
          new LogQuery(services.among(known, open.stack().name()), since, grep, tail, follow);
      LogPrinter printer = new LogPrinter(console, known, json.json);
      open.logs().read(query, printer);
      return DONE.status();
    }
  }

  private int search(OpenStack open, Set<String> known, String text) throws InterruptedException {
    if (follow || grep != null) {
      throw contradiction(
          follow ? "--follow" : "--grep",
          "--search finds what is stored",
          "leave one of the two out, or say it in the query");
    }
    if (tail > StoredQuery.LIMIT) {
      throw contradiction(
          "--tail " + tail,
          "a search gives at most " + StoredQuery.LIMIT + " lines",
          "narrow it down with --since and --until");
    }
    Targets targets = StackTargets.of(open);
    Address elasticsearch =
        targets
            .find("Elasticsearch", ELASTICSEARCH_PORT)
            .orElseThrow(() ->
                new UserError(
                    NOT_RUNNING,
                    "there are no stored logs to search",
                    "stack " + open.stack().name(),
                    "its Elasticsearch does not run",
                    "platform up; without --search, logs are read where services write them"));
    StoredQuery query =
        new StoredQuery(
            text,
            services.among(known, open.stack().name()),
            since,
            until,
            tail < 0 ? USUAL_LINES : tail);
    List<StoredLine> lines = new StoredLogs(elasticsearch).find(query);
    LogPrinter printer = new LogPrinter(console, known, json.json);
    printer.stored(lines, targets.find("Traces", TRACES_PORT));
    if (lines.isEmpty() && !json.json) {
      console.note("no stored line matches");
    }
    return DONE.status();
  }

  private static UserError contradiction(String where, String why, String fix) {
    return new UserError(USAGE, "these options do not go together", where, why, fix);
  }
}
