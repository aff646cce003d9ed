package io.usercenter.platform.image;

import io.usercenter.platform.docker.Engine;
import io.usercenter.platform.docker.Reply;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.image.ImageSpec.Training;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs an image once to get a file that only it can make. It and what runs beside it have a
 * loopback in common and no other network.
 */
record TrainingRun(Engine engine, String reference, Training training, List<Beside> beside) {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long PAUSE_MILLIS = 100;
  private static final int SHOWN_LINES = 40;

  /** Another image with what it is told. */
  record Beside(String reference, Map<String, String> environment) {}

  /** Puts the file to {@code target}. */
  void record(Path target) throws IOException, InterruptedException {
    Deque<String> started = new ArrayDeque<>();
    try {
      for (Beside other : beside) {
        start(container(other.reference(), other.environment(), List.of(), started), started);
      }
      String id =
          start(container(reference, training.environment(), training.command(), started), started);
      await(id);
      fetch(id, target);
    } finally {
      for (String id : started) {
        engine.call("DELETE", "/containers/" + id + "?force=true&v=true", null);
      }
    }
  }

  private String start(Map<String, Object> container, Deque<String> started)
      throws InterruptedException {
    Object created = engine.call("POST", "/containers/create", container);
    String id = String.valueOf(EngineImages.map(created).get("Id"));
    // The first one owns the network: it goes last.
    started.addFirst(id);
    engine.call("POST", "/containers/" + id + "/start", null);
    return id;
  }

  private static Map<String, Object> container(
      String image, Map<String, String> environment, List<String> command, Deque<String> started) {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("Image", image);
    if (!command.isEmpty()) {
      container.put("Entrypoint", command);
      container.put("Cmd", List.of());
    }
    container.put(
        "Env",
        environment.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList());
    // Plain text instead of frames.
    container.put("Tty", true);
    container.put("Labels", Map.of(Labels.LOCAL, "training"));
    if (started.isEmpty()) {
      // The one name that is known without a network.
      container.put("Hostname", "localhost");
      container.put("HostConfig", Map.of("NetworkMode", "none"));
    } else {
      String network = "container:" + started.getLast();
      container.put("HostConfig", Map.of("NetworkMode", network));
    }
    return container;
  }

  private void await(String id) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Object said = engine.get("/containers/" + id + "/json");
      Map<?, ?> state = EngineImages.map(EngineImages.map(said).get("State"));
      if (!Boolean.TRUE.equals(state.get("Running"))) {
        if (state.get("ExitCode") instanceof Number code && code.intValue() != 0) {
          throw failure("it exited with " + code + tail(id));
        }
        return;
      }
      if (System.nanoTime() > deadline) {
        throw failure("it did not end within " + LIMIT.toMinutes() + " minutes" + tail(id));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private String tail(String id) throws IOException, InterruptedException {
    String path = "/containers/" + id + "/logs?stdout=1&stderr=1&tail=" + SHOWN_LINES;
    try (Reply reply = engine.raw("GET", path)) {
      String text = new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
      return "; the end of its log:\n       | "
          + String.join(
              "\n       | ", text.lines().map(it -> it.replaceAll("\\p{Cntrl}", "")).toList());
    }
  }

  private void fetch(String id, Path target) throws IOException, InterruptedException {
    String name = training.creates().substring(training.creates().lastIndexOf('/') + 1);
    try (Reply reply = engine.raw("GET", "/containers/" + id + "/archive?path=/tmp/" + name)) {
      TarReader tar = new TarReader(reply.body());
      if (tar.next().isEmpty()) {
        throw failure("it left no /tmp/" + name);
      }
      try (InputStream content = tar.content()) {
        Files.copy(content, target);
      }
    }
  }

  private UserError failure(String why) {
    return new UserError(
        ExitCode.FAILED,
        "the image could not be run to record " + training.creates(),
        reference + ", " + String.join(" ", training.command()),
        why,
        "correct compose/images.yml or the image's files, then run the command again");
  }
}
