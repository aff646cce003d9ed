package io.usercenter.platform.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.platform.compose.ComposeLoader;
import io.usercenter.platform.compose.LoadRequest;
import io.usercenter.platform.compose.StackReader;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Executor;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Planner;
import io.usercenter.platform.plan.UpRequest;
import io.usercenter.platform.stack.Stack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The containers we create against those that docker compose created from the same files. */
@EnabledIfEnvironmentVariable(named = "COMPOSE_CONFORMANCE", matches = ".+")
class CreationConformanceIT {

  private static final int FLOOR = 249;

  @TempDir Path top;

  @Test
  void createsWhatComposeCreates() throws Exception {
    Path suite = Path.of(System.getenv("COMPOSE_CONFORMANCE"));
    Map<String, Map<String, Object>> cases = read(suite.resolve("suite.jsonl.gz"));
    List<String> failures = new ArrayList<>();
    int passed = 0;
    try (Engine engine = RealEngine.orSkip("CreationConformanceIT")) {
      TestImage.load(engine, "conformance-busybox:1");
      for (Map<String, Object> expected : read(suite.resolve("inspect.jsonl.gz")).values()) {
        String id = Tree.text(expected, "id");
        String outcome = run(engine, Objects.requireNonNull(cases.get(id)), expected);
        if (outcome.isEmpty()) {
          passed++;
        } else {
          failures.add(id + ": " + outcome);
        }
      }
    }

    System.out.println("SCORE creation: " + passed + " of " + (passed + failures.size()));
    failures.forEach(failure -> System.out.println("  " + failure));
    assertThat(passed).isGreaterThanOrEqualTo(FLOOR);
  }

  private static Map<String, Map<String, Object>> read(Path file) throws IOException {
    Map<String, Map<String, Object>> lines = new LinkedHashMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Map<String, Object> entry = JSON.std.mapFrom(line);
        lines.put(Tree.text(entry, "id"), entry);
      }
    }
    return lines;
  }

  /** What differs; empty when nothing does. */
  private String run(Engine engine, Map<String, Object> test, Map<String, Object> expected)
      throws Exception {
    Path parent = Files.createTempDirectory(top, "case");
    Path project = Files.createDirectories(parent.resolve("proj"));
    Path home = Files.createDirectories(parent.resolve("home"));
    for (Map.Entry<String, Object> file : Tree.map(test, "files").entrySet()) {
      Path path = project.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.write(path, content(file.getValue()));
    }
    Map<String, String> environment = new LinkedHashMap<>(Tree.textMap(test, "env"));
    environment.put("HOME", home.toString());
    environment.put("PWD", project.toString());
    for (Object service : Tree.map(Tree.map(test, "config"), "services").values()) {
      String image = Tree.text(Tree.map(service), "image");
      if (!image.isEmpty() && !image.contains(" ")) {
        TestImage.tag(engine, "conformance-busybox:1", image);
      }
    }
    Inspection inspection = new Inspection(engine, project, home);
    try {
      create(engine, test, project, environment);
      return Tree.number(expected, "rc") != 0
          ? "created, but an error is expected: " + Tree.text(expected, "error")
          : inspection.difference(expected);
    } catch (UserError error) {
      return Tree.number(expected, "rc") != 0 ? "" : "failed: " + error.render();
    } finally {
      inspection.wipe();
    }
  }

  private static byte[] content(Object file) {
    return file instanceof String text
        ? text.getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(Tree.text(Tree.map(file), "base64"));
  }

  private void create(
      Engine engine, Map<String, Object> test, Path project, Map<String, String> environment)
      throws InterruptedException {
    Stack stack =
        StackReader.read(
            ComposeLoader.load(
                new LoadRequest(
                    project,
                    Tree.texts(test, "args").stream().map(Path::of).toList(),
                    Tree.texts(test, "profiles"),
                    environment)));
    DockerRuntime.Settings settings =
        new DockerRuntime.Settings(top.resolve("state"), environment, Set.of(), true);
    DockerRuntime runtime = new DockerRuntime(engine, stack, settings);
    Plan whole = Planner.up(runtime.describe(stack), runtime.observe(), UpRequest.everything());
    new Executor(runtime, Duration.ofSeconds(30), _ -> {}).execute(whole.creation());
  }
}
