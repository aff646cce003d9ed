package io.usercenter.platform.cli;

import io.usercenter.platform.compose.ComposeLoader;
import io.usercenter.platform.compose.LoadRequest;
import io.usercenter.platform.compose.Project;
import io.usercenter.platform.dashboard.Chromium;
import io.usercenter.platform.dashboard.Lint;
import io.usercenter.platform.doctor.Finding;
import io.usercenter.platform.doctor.Finding.Severity;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.execute.ServiceRuntime;
import io.usercenter.platform.logs.LogFiles;
import io.usercenter.platform.logs.Logs;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.verify.CheckResult;
import io.usercenter.platform.verify.CheckResult.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A world that consists of one small stack in memory. */
final class MemoryWorld implements World, Workspace, OpenStack {

  final MemoryRuntime runtime;
  Map<String, Path> logFiles = Map.of();
  boolean deleted;
  Bundles bundles = new NoBundles();
  Function<String, Dockerfiles.Text> dockerfile =
      service -> new Dockerfiles.Text(Path.of(service, "Dockerfile"), "FROM " + service + "\n");
  Boards boards = new NoBoards();
  Doctor doctor =
      _ ->
          List.of(
              new Finding("jdk", Severity.OK, "JDK 25 is here", "", ""),
              new Finding("disk", Severity.FAIL, "1 MB is free", "servers stop", "make room"));

  MemoryWorld(MemoryRuntime runtime) {
    this.runtime = runtime;
  }

  private static final class NoBundles implements Bundles {

    @Override
    public void create(StackOptions options, Parts parts, Path output, Consumer<String> told) {
      told.accept("packing nothing");
    }

    @Override
    public void install(Path bundle, Path target, Parts parts, Consumer<String> told) {
      told.accept("verifying nothing");
    }
  }

  private static final class NoBoards implements Boards {

    @Override
    public Path directory() {
      return Path.of("there-is-none");
    }

    @Override
    public Lint.Promql promql() {
      return _ -> Map.of();
    }

    @Override
    public Chromium browser() {
      return Chromium.start("");
    }

    @Override
    public int load(OpenStack stack, Duration span) {
      return 0;
    }
  }

  static MemoryWorld quick() {
    return new MemoryWorld(new MemoryRuntime(Set.of(), Duration.ZERO));
  }

  @Override
  public Workspace workspace() {
    return this;
  }

  @Override
  public Doctor doctor() {
    return doctor;
  }

  @Override
  public Bundles bundles() {
    return bundles;
  }

  @Override
  public Boards boards() {
    return boards;
  }

  @Override
  public Dockerfiles dockerfiles() {
    return (_, service) -> dockerfile.apply(service);
  }

  @Override
  public StackImages.Opener images() {
    return _ -> {
      throw new UserError(
          ExitCode.UNREACHABLE,
          "no container engine was found",
          "here",
          "there is none",
          "start one");
    };
  }

  @Override
  public Verifier verifier() {
    return (_, listener) -> {
      CheckResult result =
          new CheckResult("sql", Outcome.PASSED, "wrote and read a row", Duration.ofMillis(12));
      listener.accept(result);
      return List.of(result);
    };
  }

  @Override
  public Project project(StackOptions options) {
    return ComposeLoader.load(
        new LoadRequest(
            Path.of("src/test/resources/cli"),
            List.of(Path.of("src/test/resources/cli/shop.yml").toAbsolutePath()),
            List.of(),
            Map.of()));
  }

  @Override
  public OpenStack open(StackOptions options) {
    return this;
  }

  @Override
  public OpenStack lock(StackOptions options, String command) {
    return this;
  }

  @Override
  public OpenStack develop(StackOptions options, Map<String, Development> developed) {
    return this;
  }

  @Override
  public Stack stack() {
    return StackFixtures.shop();
  }

  @Override
  public ServiceRuntime runtime() {
    return runtime;
  }

  @Override
  public Path dataDirectory() {
    return Path.of("/data/shop");
  }

  @Override
  public Logs logs() {
    return new LogFiles(logFiles, ZoneOffset.UTC);
  }

  @Override
  public Optional<String> secret(String name) {
    return name.equals("board_password") ? Optional.of("s3cret") : Optional.empty();
  }

  @Override
  public void build(Set<String> services, boolean cached, Progress progress) {
    progress.report("building from source", 0, 0);
  }

  @Override
  public void deleteData() {
    deleted = true;
  }

  @Override
  public void close() {}
}
