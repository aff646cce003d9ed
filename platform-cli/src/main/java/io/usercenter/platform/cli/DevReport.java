package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Json;
import io.usercenter.platform.cli.console.Measures;
import io.usercenter.platform.cli.console.Styles.Style;
import io.usercenter.platform.develop.Mistake;
import io.usercenter.platform.develop.Module;
import io.usercenter.platform.develop.Outcome;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Says what happens while services are developed; with JSON as {@code platform.dev/1}. */
final class DevReport {

  private final Console console;
  private final boolean json;

  DevReport(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  void watching(DevServices.Item item) {
    List<String> modules = item.workshop().modules().stream().map(Module::name).toList();
    String debugger = "127.0.0.1:" + item.debugPort();
    if (json) {
      write(line("watching", item.service()).put("modules", modules).put("debugger", debugger));
    } else {
      console.answer(
          "%s: watching %s; debuggers are let in on %s%n"
              .formatted(item.service(), String.join(", ", modules), debugger));
    }
  }

  void ready(String service, Collection<Path> changed, Outcome.Made made, Duration restart) {
    if (json) {
      write(
          line("ready", service)
              .put("changed", changed.stream().map(Path::toString).toList())
              .put("compiled", made.compiled())
              .put("compileMillis", made.took().toMillis())
              .put("restartMillis", restart.toMillis()));
    } else {
      console.answer(
          "%s: %s%s, %s compiled in %d ms, ready after %s%n"
              .formatted(
                  service,
                  names(changed),
                  changed.isEmpty() ? "built" : " changed",
                  made.compiled() == 1 ? "1 source" : made.compiled() + " sources",
                  made.took().toMillis(),
                  Measures.duration(restart)));
    }
  }

  static String names(Collection<Path> changed) {
    String first =
        changed.stream()
            .limit(3)
            .map(path -> path.getFileName().toString())
            .collect(Collectors.joining(", "));
    return changed.size() > 3 ? first + " and " + (changed.size() - 3) + " more" : first;
  }

  void rejected(String service, List<Mistake> mistakes) {
    if (json) {
      write(
          line("rejected", service)
              .put("mistakes", mistakes.stream().map(DevReport::mistake).toList()));
      return;
    }
    StringBuilder text = new StringBuilder();
    Path here = Path.of("").toAbsolutePath();
    mistakes.forEach(each -> text.append(each.text(here)).append('\n'));
    console.error(text.toString());
    console.error(
        "%s: %s; what runs was left alone%n"
            .formatted(
                service,
                console
                    .errStyles()
                    .paint(
                        Style.BAD,
                        mistakes.size() == 1 ? "1 mistake" : mistakes.size() + " mistakes")));
  }

  private static Json mistake(Mistake mistake) {
    return Json.object()
        .put("file", mistake.file().toString())
        .put("line", mistake.line())
        .put("column", mistake.column())
        .put("message", mistake.message())
        .put("source", mistake.source());
  }

  void failed(String service, UserError error) {
    if (json) {
      write(
          line("failed", service)
              .put("problems", error.problems().stream().map(DevReport::problem).toList()));
    } else {
      console.problem(error.render());
    }
  }

  private static Json problem(Problem problem) {
    return Json.object()
        .put("what", problem.what())
        .put("where", problem.where())
        .put("why", problem.why())
        .put("fix", problem.fix());
  }

  void ended(String service, boolean kept) {
    if (json) {
      write(line("ended", service).put("kept", kept));
    } else {
      console.note(
          service
              + (kept
                  ? " stays in development; platform up changes it back"
                  : " runs as it was built; platform rebuild " + service + " builds the changes"));
    }
  }

  private static Json line(String event, String service) {
    return Json.schema("platform.dev/1")
        .put("time", Instant.now().toString())
        .put("event", event)
        .put("service", service);
  }

  private void write(Json line) {
    console.answer(line.line());
  }
}
