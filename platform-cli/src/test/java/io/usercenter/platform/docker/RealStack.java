package io.usercenter.platform.docker;

import io.usercenter.platform.compose.ComposeLoader;
import io.usercenter.platform.compose.LoadRequest;
import io.usercenter.platform.compose.StackReader;
import io.usercenter.platform.execute.Executor;
import io.usercenter.platform.logs.LogLine;
import io.usercenter.platform.logs.LogQuery;
import io.usercenter.platform.logs.LogSink;
import io.usercenter.platform.plan.Observed;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Planner;
import io.usercenter.platform.plan.UpRequest;
import io.usercenter.platform.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A stack of our own on the engine of this machine; closing it leaves nothing behind. */
final class RealStack implements AutoCloseable {

  static final String IMAGE = "platform-test-busybox:1";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path directory;
  private final String name;
  private final Map<String, String> environment;
  private final Engine engine;

  private RealStack(Path directory, String name, Map<String, String> environment, Engine engine) {
    this.directory = directory;
    this.name = name;
    this.environment = environment;
    this.engine = engine;
  }

  static RealStack in(Path directory, String name) throws IOException, InterruptedException {
    return on(System.getenv(), directory, name);
  }

  /** On the engine that these variables lead to. */
  static RealStack on(Map<String, String> environment, Path directory, String name)
      throws IOException, InterruptedException {
    Engine engine = RealEngine.orSkip(environment, name);
    TestImage.load(engine, IMAGE);
    RealStack stack = new RealStack(directory, name, environment, engine);
    stack.wipe();
    return stack;
  }

  Engine engine() {
    return engine;
  }

  RealStack compose(String yaml) throws IOException {
    Files.writeString(directory.resolve("compose.yml"), yaml.replace("IMAGE", IMAGE));
    return this;
  }

  DockerRuntime runtime() throws InterruptedException {
    return new DockerRuntime(
        Engine.connect(environment),
        stack(),
        new DockerRuntime.Settings(directory.resolve("state"), Map.of(), Set.of(), true));
  }

  Stack stack() {
    LoadRequest request =
        new LoadRequest(
            directory,
            List.of(directory.resolve("compose.yml")),
            List.of(),
            Map.of(),
            new LoadRequest.Overrides(name, null, List.of()));
    return StackReader.read(ComposeLoader.load(request));
  }

  Plan plan() throws InterruptedException {
    try (DockerRuntime runtime = runtime()) {
      return Planner.up(runtime.describe(stack()), runtime.observe(), UpRequest.everything());
    }
  }

  Plan up() throws InterruptedException {
    try (DockerRuntime runtime = runtime()) {
      Plan plan = Planner.up(runtime.describe(stack()), runtime.observe(), UpRequest.everything());
      new Executor(runtime, LIMIT, _ -> {}).execute(plan);
      return plan;
    }
  }

  void down() throws InterruptedException {
    try (DockerRuntime runtime = runtime()) {
      Plan plan = Planner.down(stack(), runtime.observe(), "test");
      new Executor(runtime, LIMIT, _ -> {}).execute(plan);
      runtime.deleteVolumes();
    }
  }

  Observed observed() throws InterruptedException {
    try (DockerRuntime runtime = runtime()) {
      return runtime.observe();
    }
  }

  /** Everything its services logged, in the order of time, as {@code SERVICE: TEXT}. */
  List<String> logged() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    LogSink sink =
        new LogSink() {
          @Override
          public void accept(LogLine line) {
            lines.add(line.service() + ": " + line.text());
          }

          @Override
          public boolean flush() {
            return true;
          }
        };
    try (DockerRuntime runtime = runtime()) {
      runtime.logs().read(new LogQuery(Set.of(), null, null, -1, false), sink);
    }
    return lines;
  }

  List<Container> containers() throws InterruptedException {
    return new Containers(engine).ofProject(name);
  }

  Container container(String service) throws InterruptedException {
    return containers().stream()
        .filter(each -> each.service().equals(service))
        .findFirst()
        .orElseThrow();
  }

  private void wipe() throws InterruptedException {
    for (Container each : containers()) {
      engine.call("DELETE", "/containers/" + each.id() + "?force=1&v=1", null);
    }
    for (String kind : List.of("network", "volume")) {
      Object answer = engine.get("/" + kind + "s");
      List<Object> all =
          kind.equals("network") ? Tree.list(answer) : Tree.list(Tree.map(answer), "Volumes");
      for (Object entry : all) {
        String project = Tree.text(Tree.map(Tree.map(entry), "Labels"), Labels.PROJECT);
        if (project.equals(name)) {
          engine.call("DELETE", "/" + kind + "s/" + Tree.text(Tree.map(entry), "Name"), null);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      wipe();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("what the test made is still there", interrupted);
    } finally {
      engine.close();
    }
  }
}
