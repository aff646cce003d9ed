package io.usercenter.platform.cli;

import io.usercenter.platform.dashboard.Chromium;
import io.usercenter.platform.dashboard.Lint;
import io.usercenter.platform.dashboard.Promtool;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.verify.StandardLoad;
import io.usercenter.platform.verify.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The dashboards of this checkout. */
record LocalBoards(Path repository, LocalWorkspace workspace, Reach reach) implements Boards {

  /** How the services of a stack are reached. */
  interface Reach {
    Targets of(OpenStack open) throws InterruptedException;
  }

  private static final String PROMETHEUS = "prometheus";
  private static final int DEPTH = 6;

  @Override
  public Path directory() {
    return repository.resolve("grafana").resolve("dashboards");
  }

  @Override
  public Lint.Promql promql() {
    return expressions -> new Promtool(promtool()).complaints(expressions);
  }

  private Path promtool() throws InterruptedException {
    try (LocalStack open = workspace.openNatively(new TargetFlags().options(List.of()))) {
      open.runtime().prepare(PROMETHEUS, (_, _, _) -> {});
    }
    Path cache = workspace.home().cache().resolve(PROMETHEUS);
    try (Stream<Path> found =
        Files.find(cache, DEPTH, (file, _) -> file.endsWith(Path.of("bin", "promtool")))) {
      return found
          .findFirst()
          .orElseThrow(() ->
              new UserError(
                  ExitCode.FAILED,
                  "the artifact of Prometheus has no promtool",
                  cache.toString(),
                  "queries are checked with it",
                  "platform fetch prometheus"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public int load(OpenStack stack, Duration span) throws InterruptedException {
    return new StandardLoad(reach.of(stack)).run(span);
  }

  @Override
  public Chromium browser() {
    return Chromium.start(System.getenv().getOrDefault("PATH", ""));
  }
}
