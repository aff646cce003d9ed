package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.logs.LogQuery;
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
      "  platform logs --since 10m --grep 'ERROR|FATAL'"
    })
@Exits({DONE, CONFIGURATION, NOT_RUNNING, INTERRUPTED})
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
      names = "--grep",
      paramLabel = "REGEX",
      description = "Lines that contain a match of this regular expression only.")
  @Nullable Pattern grep;

  @Option(
      names = {"-n", "--tail"},
      paramLabel = "N",
      defaultValue = "-1",
      description = "The last N lines only.")
  int tail;

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
      LogQuery query =
          new LogQuery(services.among(known, open.stack().name()), since, grep, tail, follow);
      LogPrinter printer = new LogPrinter(console, known, json.json);
      open.logs().read(query, printer);
      return DONE.status();
    }
  }
}
