package io.usercenter.platform.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Acts on containers, each of them idempotent. */
final class Containers {

  private static final int LOG_BYTES = 256 * 1024;

  /** More starts at once than this take longer together, measured on two cores. */
  private static final Semaphore STARTS =
      new Semaphore(2 * Runtime.getRuntime().availableProcessors());

  private static final Duration STOP_MARGIN = Duration.ofSeconds(30);

  private final Engine engine;

  Containers(Engine engine) {
    this.engine = engine;
  }

  /** All containers of a project, one-off ones and temporary ones included. */
  List<Container> ofProject(String project) throws InterruptedException {
    return list(Map.of("label", List.of(Labels.PROJECT + "=" + project)));
  }

  /** All containers of the engine. */
  List<Container> all() throws InterruptedException {
    return list(Map.of());
  }

  private List<Container> list(Map<String, Object> filters) throws InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("all", "1");
    if (!filters.isEmpty()) {
      parameters.put("filters", Engine.json(filters));
    }
    List<Container> containers = new ArrayList<>();
    for (Object entry : Tree.list(engine.get("/containers/json" + Engine.query(parameters)))) {
      containers.add(new Container(Tree.map(entry)));
    }
    return containers;
  }

  Map<String, Object> inspect(String id) throws InterruptedException {
    return Tree.map(engine.get("/containers/" + Engine.part(id) + "/json"));
  }

  /**
   * Creates a container with its networks and files; nothing of it stays when that fails.
   *
   * @param platform such as {@code linux/amd64}; empty for the engine's own
   */
  String create(String name, String platform, ContainerSpec spec) throws InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("name", name);
    if (!platform.isEmpty()) {
      parameters.put("platform", platform);
    }
    Object answer =
        engine.call("POST", "/containers/create" + Engine.query(parameters), spec.body());
    String id = Tree.text(Tree.map(answer), "Id");
    try {
      for (Map.Entry<String, Object> other : spec.others().entrySet()) {
        engine.call(
            "POST",
            "/networks/" + Engine.part(other.getKey()) + "/connect",
            Map.of("Container", id, "EndpointConfig", other.getValue()));
      }
      if (!spec.files().isEmpty()) {
        engine.call("PUT", "/containers/" + id + "/archive?path=/", TarFile.of(spec.files()));
      }
    } catch (RuntimeException failure) {
      remove(id);
      throw failure;
    }
    return id;
  }

  void start(String id) throws InterruptedException {
    STARTS.acquire();
    try {
      engine.call("POST", "/containers/" + id + "/start", null);
    } finally {
      STARTS.release();
    }
  }

  /** Returns when it has ended; the engine kills it after its grace period. */
  void stop(String id, Duration grace) throws InterruptedException {
    try {
      engine.call("POST", "/containers/" + id + "/stop", null, grace.plus(STOP_MARGIN));
    } catch (Refusal refusal) {
      if (!refusal.isMissing()) {
        throw refusal;
      }
    }
  }

  /** Removes it, running or not; its named volumes stay. */
  void remove(String id) throws InterruptedException {
    try {
      engine.call("DELETE", "/containers/" + id + "?force=1", null);
    } catch (Refusal refusal) {
      // 409: its removal is under way already.
      if (!refusal.isMissing() && refusal.status() != 409) {
        throw refusal;
      }
    }
  }

  void rename(String id, String name) throws InterruptedException {
    engine.call("POST", "/containers/" + id + "/rename?name=" + Engine.part(name), null);
  }

  /** What a command in a container ended with, and the end of what it said. */
  record Outcome(int exitCode, String output) {}

  /**
   * Runs a command in a container.
   *
   * @param settings Cmd, and where wanted User, Env, WorkingDir, Privileged
   */
  Outcome exec(String id, Map<String, Object> settings, Duration limit)
      throws InterruptedException {
    Map<String, Object> request = new LinkedHashMap<>(settings);
    request.put("AttachStdout", true);
    request.put("AttachStderr", true);
    Object created = engine.call("POST", "/containers/" + id + "/exec", request);
    String exec = Tree.text(Tree.map(created), "Id");
    String output =
        engine.text(
            "POST", "/exec/" + exec + "/start", Map.of("Detach", false, "Tty", false), limit);
    long code = Tree.number(Tree.map(engine.get("/exec/" + exec + "/json")), "ExitCode");
    return new Outcome((int) code, output);
  }

  /** The last lines it wrote. */
  List<String> tail(String id, int lines) throws InterruptedException {
    String path = "/containers/" + id + "/logs?stdout=1&stderr=1&tail=" + lines;
    try (Reply reply = engine.stream("GET", path, null)) {
      byte[] bytes = reply.body().readNBytes(LOG_BYTES);
      return Frames.text(bytes).lines().map(String::stripTrailing).toList();
    } catch (Refusal refusal) {
      return List.of("(the engine does not show its log: " + refusal.said() + ")");
    } catch (IOException failure) {
      return List.of("(the engine does not show its log: " + failure.getMessage() + ")");
    }
  }
}
