package io.usercenter.platform.docker;

import static io.usercenter.platform.docker.FakeEngine.json;

import io.usercenter.platform.compose.ComposeLoader;
import io.usercenter.platform.compose.LoadRequest;
import io.usercenter.platform.compose.StackReader;
import io.usercenter.platform.execute.Executor;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Planner;
import io.usercenter.platform.plan.UpRequest;
import io.usercenter.platform.stack.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An engine in which one service comes up, with one answer changed by each test. */
final class ScriptedEngine implements AutoCloseable {

  private static final String RUNNING =
      """
      {"State": {"Status": "running", "StartedAt": "2020-01-01T00:00:00Z"},
       "HostConfig": {"RestartPolicy": {"Name": "no"}},
       "Config": {"Healthcheck": {"Test": ["CMD", "ask"], "Timeout": 200000000}}}
      """;

  private final FakeEngine fake;
  private final Path directory;

  ScriptedEngine(Path directory) throws IOException {
    this.directory = directory;
    Files.writeString(
        directory.resolve("compose.yml"), "name: shop\nservices: {api: {image: 'api:1'}}\n");
    this.fake =
        FakeEngine.speaking("1.24", "1.45")
            .on("GET .*/images/.*/json", json(200, "{\"Id\": \"sha256:1\", \"Config\": {}}"))
            .on("GET .*/containers/json.*", json(200, "[]"))
            .on("GET .*/networks.*", json(200, "[]"))
            .on("GET .*/volumes.*", json(200, "{\"Volumes\": null}"))
            .on("GET .*/info", json(200, "{}"))
            .on("POST .*/networks/create", json(201, "{}"))
            .on("POST .*/containers/create.*", json(201, "{\"Id\": \"c1\"}"))
            .on("POST .*/containers/c1/start", json(204, ""))
            .on("GET .*/containers/c1/json", json(200, RUNNING))
            .on("POST .*/containers/c1/exec", json(201, "{\"Id\": \"e1\"}"))
            .on("POST .*/exec/e1/start", json(200, ""))
            .on("GET .*/exec/e1/json", json(200, "{\"ExitCode\": 0}"))
            .on("GET .*/containers/c1/logs.*", json(200, "the last words\n"))
            .on("GET .*/events.*", events(""));
  }

  /** A stream of events that stays open. */
  static FakeEngine.Talk events(String lines) {
    return (_, out) -> {
      out.write(("HTTP/1.1 200 OK\r\n\r\n" + lines).getBytes(StandardCharsets.UTF_8));
      out.flush();
      Thread.sleep(Duration.ofSeconds(30));
    };
  }

  ScriptedEngine on(String request, FakeEngine.Talk talk) {
    fake.on(request, talk);
    return this;
  }

  void up(Duration limit) throws InterruptedException {
    Stack stack =
        StackReader.read(
            ComposeLoader.load(
                new LoadRequest(
                    directory, List.of(directory.resolve("compose.yml")), List.of(), Map.of())));
    try (DockerRuntime runtime =
        new DockerRuntime(
            Engine.connect(fake.environment()),
            stack,
            new DockerRuntime.Settings(directory.resolve("state"), Map.of(), Set.of(), false))) {
      Plan plan = Planner.up(runtime.describe(stack), runtime.observe(), UpRequest.everything());
      new Executor(runtime, limit, _ -> {}).execute(plan);
    }
  }

  List<String> requests() {
    return fake.requests();
  }

  @Override
  public void close() {
    fake.close();
  }
}
