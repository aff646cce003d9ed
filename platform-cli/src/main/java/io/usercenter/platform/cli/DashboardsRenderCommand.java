package io.usercenter.platform.cli;

import static io.usercenter.platform.error.ExitCode.CONFIGURATION;
import static io.usercenter.platform.error.ExitCode.DONE;
import static io.usercenter.platform.error.ExitCode.ENVIRONMENT;
import static io.usercenter.platform.error.ExitCode.FAILED;
import static io.usercenter.platform.error.ExitCode.INTERRUPTED;
import static io.usercenter.platform.error.ExitCode.NOT_RUNNING;
import static io.usercenter.platform.error.ExitCode.REFUSED;
import static io.usercenter.platform.error.ExitCode.TIMEOUT;
import static io.usercenter.platform.error.ExitCode.UNREACHABLE;
import static io.usercenter.platform.error.ExitCode.USAGE;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Measures;
import io.usercenter.platform.dashboard.Chromium;
import io.usercenter.platform.dashboard.Grafana;
import io.usercenter.platform.dashboard.Portrait;
import io.usercenter.platform.dashboard.Portrait.Span;
import io.usercenter.platform.dashboard.Portrait.Subject;
import io.usercenter.platform.dashboard.Tab.Picture;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws a dashboard into a file. */
@Command(
    name = "render",
    description = {
      "Draw a dashboard into a picture, as high as its page, with a Chromium of this machine."
    },
    footer = {
      "",
      "Examples:",
      "  platform dashboards render user-center --out user-center.png",
      "  platform dashboards render node --from now-24h --theme light --out node.png"
    })
@Exits({
  DONE,
  FAILED,
  USAGE,
  ENVIRONMENT,
  CONFIGURATION,
  NOT_RUNNING,
  TIMEOUT,
  REFUSED,
  UNREACHABLE,
  INTERRUPTED
})
final class DashboardsRenderCommand implements Callable<Integer> {

  private static final int LEAST_WIDTH = 320;
  private static final int GREATEST_WIDTH = 8192;

  @Mixin StackFlags stack;
  @Mixin GrafanaFlags grafana;

  @Parameters(paramLabel = "DASHBOARD", description = "Uid of the dashboard.")
  String uid = "";

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "The picture, in PNG.")
  Path out = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "TIME",
      defaultValue = "",
      description = "Such as now-1h, or milliseconds since 1970. Default: as the dashboard says.")
  String from = "";

  @Option(names = "--to", paramLabel = "TIME", defaultValue = "", description = "Likewise.")
  String to = "";

  @Option(
      names = "--theme",
      paramLabel = "dark|light",
      defaultValue = "DARK",
      description = "Default: dark.")
  Theme theme = Theme.DARK;

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      defaultValue = "1600",
      description = "Width of the page. Default: 1600.")
  int width;

  private final Console console;
  private final Workspace workspace;
  private final Boards boards;

  enum Theme {
    DARK,
    LIGHT
  }

  DashboardsRenderCommand(Console console, Workspace workspace, Boards boards) {
    this.console = console;
    this.workspace = workspace;
    this.boards = boards;
  }

  @Override
  public Integer call() throws InterruptedException {
    requireSensibleWidth();
    try (OpenStack open = workspace.open(stack.options());
        Grafana server = grafana.of(open)) {
      requireThere(server);
      try (Chromium chromium = boards.browser()) {
        Subject subject =
            new Subject(uid, new Span(from, to), theme.name().toLowerCase(Locale.ROOT), width);
        Portrait portrait = Portrait.of(server, subject, chromium);
        write(portrait.picture());
        portrait.panels().stream()
            .filter(panel -> !panel.error().isEmpty())
            .forEach(panel ->
                console.note("'%s' shows an error: %s".formatted(panel.title(), panel.error())));
      }
    }
    return DONE.status();
  }

  private void requireSensibleWidth() {
    if (width < LEAST_WIDTH || width > GREATEST_WIDTH) {
      throw new UserError(
          USAGE,
          "a page cannot be " + width + " pixels wide",
          "--width",
          "browsers draw from %d to %d".formatted(LEAST_WIDTH, GREATEST_WIDTH),
          "--width 1600");
    }
  }

  private void requireThere(Grafana server) throws InterruptedException {
    if (server.find(uid).isEmpty()) {
      throw new UserError(
          NOT_RUNNING,
          "there is no dashboard '" + uid + "'",
          server.site().toString(),
          "it has " + String.join(", ", server.uids()),
          "name one of these");
    }
  }

  private void write(Picture picture) {
    Path part = out.resolveSibling(out.getFileName() + ".part");
    try {
      try {
        picture.write(part);
        Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException failure) {
      throw new UserError(
          FAILED,
          "the picture could not be written",
          out.toString(),
          failure.toString(),
          "name a file in a directory that can be written to");
    }
    console.answer(
        "%s: %d x %d, %s%n"
            .formatted(out, picture.width(), picture.height(), Measures.bytes(picture.bytes())));
  }
}
