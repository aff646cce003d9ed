package io.usercenter.platform.cli;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problems;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.stack.Mount;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration and the rule files of Prometheus, judged by the promtool that comes with it
 * before they are put in place: a Prometheus that runs keeps what it has, and one that is started
 * with a mistake in them does not start.
 *
 * @param promtool where it is once Prometheus is fetched; asked for when there is something to
 *     judge
 */
record RuleFiles(Stack stack, Supplier<Optional<Path>> promtool) {

  private static final String PROVIDES_PROMETHEUS = "Prometheus";
  private static final String CONFIGURATION = "/etc/prometheus/prometheus.yml";
  private static final String FIX = "mend it and run the command again; what runs is unchanged";
  private static final int LIMIT_SECONDS = 30;
  // FILE: LINE:COLUMN: REASON, or FILE: yaml: line LINE: REASON.
  private static final Pattern MISTAKE =
      Pattern.compile("(/\\S+): (?:(\\d+:\\d+): |yaml: line (\\d+): )?(.+)");

  /**
   * Says nothing while promtool is not there yet.
   *
   * @throws UserError with every mistake and its line
   */
  void check() throws InterruptedException {
    Optional<Path> file =
        stack.services().values().stream()
            .filter(service -> service.traits().provides().equals(PROVIDES_PROMETHEUS))
            .flatMap(service -> configuration(service).stream())
            .findFirst();
    if (file.isPresent()) {
      Optional<Path> program = promtool.get().filter(Files::isExecutable);
      if (program.isPresent()) {
        check(program.get(), file.get());
      }
    }
  }

  private static Optional<Path> configuration(Service service) {
    return service
        .mount(CONFIGURATION)
        .filter(Mount.Bind.class::isInstance)
        .map(mount -> ((Mount.Bind) mount).source())
        .filter(Files::isReadable);
  }

  private static void check(Path program, Path file) throws InterruptedException {
    try {
      Path said = Files.createTempFile("promtool", ".txt");
      try {
        Process process =
            new ProcessBuilder(program.toString(), "check", "config", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
          if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() != 0) {
            problems(file, Files.readString(said, StandardCharsets.UTF_8))
                .failIfAny(ExitCode.CONFIGURATION);
          }
        } finally {
          process.destroyForcibly();
        }
      } finally {
        Files.delete(said);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static Problems problems(Path file, String said) {
    Problems problems = new Problems();
    Set<String> seen = new TreeSet<>();
    Matcher mistake = MISTAKE.matcher("");
    for (String line : said.lines().toList()) {
      if (mistake.reset(line.strip()).matches() && seen.add(line.strip())) {
        String place = mistake.group(2) == null ? mistake.group(3) : mistake.group(2);
        problems.add(
            "Prometheus would refuse a rule or its configuration",
            mistake.group(1) + (place == null ? "" : ":" + place),
            mistake.group(4),
            FIX);
      }
    }
    if (problems.isEmpty()) {
      String last = said.strip().lines().reduce((_, next) -> next).orElse("").strip();
      problems.add("Prometheus would refuse its configuration", file.toString(), last, FIX);
    }
    return problems;
  }
}
