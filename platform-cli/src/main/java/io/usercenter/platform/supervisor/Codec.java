package io.usercenter.platform.supervisor;

import io.usercenter.platform.plan.Status;
import io.usercenter.platform.probe.Probe;
import io.usercenter.platform.stack.Lifecycle;
import io.usercenter.platform.supervisor.ChildSpec.Launch;
import io.usercenter.platform.supervisor.ChildSpec.Layout;
import io.usercenter.platform.supervisor.ChildSpec.Preparation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The JSON forms of what goes over the supervisor's socket and into its journal. */
final class Codec {

  private Codec() {}

  static Map<String, Object> specification(ChildSpec spec) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", spec.name());
    json.put("fingerprint", spec.fingerprint());
    json.put("layout", layout(spec.layout()));
    json.put("launch", launch(spec.launch()));
    spec.warmUp()
        .ifPresent(warmUp ->
            json.put(
                "warmUp",
                Map.of("creates", warmUp.creates().toString(), "launch", launch(warmUp.launch()))));
    spec.probe().ifPresent(probe -> json.put("probe", probe(probe)));
    json.put("restart", spec.lifecycle().restart().name());
    json.put("maxRestarts", spec.lifecycle().maxRestarts());
    json.put("stopSignal", spec.lifecycle().stopSignal());
    json.put("stopGraceMillis", spec.lifecycle().stopGrace().toMillis());
    Map<String, Object> endpoints = new LinkedHashMap<>();
    spec.endpoints().forEach((inside, outside) -> endpoints.put(String.valueOf(inside), outside));
    json.put("endpoints", endpoints);
    return json;
  }

  static ChildSpec specification(Map<String, Object> json) {
    Map<Integer, Integer> endpoints = new TreeMap<>();
    object(json, "endpoints")
        .forEach((inside, outside) ->
            endpoints.put(Integer.valueOf(inside), ((Number) outside).intValue()));
    return new ChildSpec(
        text(json, "name"),
        new TreeMap<>(texts(json, "fingerprint")),
        layout(object(json, "layout")),
        launch(object(json, "launch")),
        json.containsKey("warmUp") ? Optional.of(warmUp(object(json, "warmUp"))) : Optional.empty(),
        json.containsKey("probe") ? Optional.of(probe(object(json, "probe"))) : Optional.empty(),
        new Lifecycle(
            Lifecycle.Restart.valueOf(text(json, "restart")),
            (int) number(json, "maxRestarts"),
            text(json, "stopSignal"),
            Duration.ofMillis(number(json, "stopGraceMillis"))),
        endpoints);
  }

  private static Map<String, Object> layout(Layout layout) {
    Map<String, String> files = new LinkedHashMap<>();
    layout.files().forEach((path, content) -> files.put(path.toString(), content));
    return Map.of(
        "replaced",
        layout.replaced().toString(),
        "directories",
        layout.directories().stream().map(Path::toString).toList(),
        "files",
        files,
        "preparations",
        layout.preparations().stream().map(Codec::preparation).toList());
  }

  private static Layout layout(Map<String, Object> json) {
    Map<Path, String> files = new LinkedHashMap<>();
    texts(json, "files").forEach((path, content) -> files.put(Path.of(path), content));
    return new Layout(
        Path.of(text(json, "replaced")),
        list(json, "directories").stream().map(path -> Path.of((String) path)).toList(),
        files,
        objects(json, "preparations").stream().map(Codec::preparation).toList());
  }

  private static Map<String, Object> preparation(Preparation preparation) {
    return Map.of(
        "directory",
        preparation.directory().toString(),
        "commands",
        preparation.commands().stream().map(Codec::launch).toList());
  }

  private static Preparation preparation(Map<String, Object> json) {
    return new Preparation(
        Path.of(text(json, "directory")),
        objects(json, "commands").stream().map(Codec::launch).toList());
  }

  private static ChildSpec.WarmUp warmUp(Map<String, Object> json) {
    return new ChildSpec.WarmUp(Path.of(text(json, "creates")), launch(object(json, "launch")));
  }

  private static Map<String, Object> launch(Launch launch) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("command", launch.command());
    json.put("environment", launch.environment());
    json.put("directory", launch.directory().toString());
    launch.input().ifPresent(path -> json.put("input", path.toString()));
    return json;
  }

  private static Launch launch(Map<String, Object> json) {
    List<String> command = new ArrayList<>();
    list(json, "command").forEach(word -> command.add((String) word));
    return new Launch(
        command,
        texts(json, "environment"),
        Path.of(text(json, "directory")),
        json.containsKey("input") ? Optional.of(Path.of(text(json, "input"))) : Optional.empty());
  }

  private static Map<String, Object> probe(Probe probe) {
    Map<String, Object> json = new LinkedHashMap<>();
    switch (probe) {
      case Probe.Http(URI uri, int status, String bodyContains) -> {
        json.put("http", uri.toString());
        json.put("status", status);
        json.put("contains", bodyContains);
      }
      case Probe.Tcp(String host, int port) -> address(json, "tcp", host, port);
      case Probe.Redis(String host, int port, Path passwordFile) -> {
        address(json, "redis", host, port);
        if (passwordFile != null) {
          json.put("passwordFile", passwordFile.toString());
        }
      }
      case Probe.Postgres(String host, int port) -> address(json, "postgres", host, port);
      case Probe.Exec(List<String> command) -> json.put("exec", command);
    }
    return json;
  }

  private static void address(Map<String, Object> json, String kind, String host, int port) {
    json.put(kind, host);
    json.put("port", port);
  }

  private static Probe probe(Map<String, Object> json) {
    if (json.containsKey("http")) {
      return new Probe.Http(
          URI.create(text(json, "http")), (int) number(json, "status"), text(json, "contains"));
    }
    if (json.containsKey("exec")) {
      return new Probe.Exec(list(json, "exec").stream().map(Object::toString).toList());
    }
    int port = (int) number(json, "port");
    if (json.containsKey("redis")) {
      Object passwordFile = json.get("passwordFile");
      return new Probe.Redis(
          text(json, "redis"), port, passwordFile == null ? null : Path.of((String) passwordFile));
    }
    return json.containsKey("postgres")
        ? new Probe.Postgres(text(json, "postgres"), port)
        : new Probe.Tcp(text(json, "tcp"), port);
  }

  static Map<String, Object> state(ChildState state) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", state.name());
    json.put("run", state.run());
    json.put("status", state.status().word());
    json.put("reason", state.status().reason());
    if (state.status() instanceof Status.Exited(int code)) {
      json.put("code", code);
    }
    if (state.status() instanceof Status.Restarting(_, Duration pause)) {
      json.put("pauseMillis", pause.toMillis());
    }
    json.put("since", state.since().toEpochMilli());
    json.put("restarts", state.restarts());
    json.put("crashes", state.crashes());
    state.pid().ifPresent(pid -> json.put("pid", pid));
    return json;
  }

  static ChildState state(Map<String, Object> json) {
    return new ChildState(
        text(json, "name"),
        number(json, "run"),
        status(json),
        Instant.ofEpochMilli(number(json, "since")),
        (int) number(json, "restarts"),
        (int) number(json, "crashes"),
        json.containsKey("pid") ? OptionalLong.of(number(json, "pid")) : OptionalLong.empty());
  }

  private static Status status(Map<String, Object> json) {
    String reason = text(json, "reason");
    return switch (text(json, "status")) {
      case "stopped" -> new Status.Stopped();
      case "stopping" -> new Status.Stopping();
      case "preparing" -> new Status.Preparing();
      case "starting" -> new Status.Starting(reason);
      case "ready" -> new Status.Ready();
      case "unhealthy" -> new Status.Unhealthy(reason);
      case "restarting" ->
          new Status.Restarting(reason, Duration.ofMillis(number(json, "pauseMillis")));
      case "exited" -> new Status.Exited((int) number(json, "code"));
      default -> new Status.Failed(reason);
    };
  }

  static String text(Map<String, Object> json, String key) {
    return (String) require(json, key);
  }

  static long number(Map<String, Object> json, String key) {
    return ((Number) require(json, key)).longValue();
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  static Map<String, Object> object(Map<String, Object> json, String key) {
    return (Map<String, Object>) require(json, key);
  }

  @SuppressWarnings("unchecked") // JSON arrays are lists
  static List<Object> list(Map<String, Object> json, String key) {
    return (List<Object>) require(json, key);
  }

  @SuppressWarnings("unchecked") // written by us as objects
  static List<Map<String, Object>> objects(Map<String, Object> json, String key) {
    return (List<Map<String, Object>>) require(json, key);
  }

  static Map<String, String> texts(Map<String, Object> json, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    object(json, key).forEach((name, value) -> texts.put(name, (String) value));
    return texts;
  }

  private static Object require(Map<String, Object> json, String key) {
    Object value = json.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no '" + key + "' in " + json.keySet());
    }
    return value;
  }
}
