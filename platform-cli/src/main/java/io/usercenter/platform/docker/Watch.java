package io.usercenter.platform.docker;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The engine's events on one project's containers, from before anything is started. Who waits for a
 * container is woken by each of them; when the stream ends, waiting goes on by looking now and
 * then.
 */
final class Watch implements Closeable {

  private final Reply stream;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, String> health = new HashMap<>();

  private Watch(Reply stream) {
    this.stream = stream;
  }

  /** Returns when the engine listens: nothing that happens from now on is missed. */
  static Watch of(Engine engine, String project) throws InterruptedException {
    Map<String, Object> filters =
        Map.of(
            "type", List.of("container"),
            "event", List.of("die", "health_status", "oom", "destroy"),
            "label", List.of(Labels.PROJECT + "=" + project));
    String path = "/events" + Engine.query(Map.of("filters", Engine.json(filters)));
    Watch watch = new Watch(engine.stream("GET", path, null));
    Thread.ofPlatform().daemon().name("engine events").start(watch::read);
    return watch;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Map<String, Object> event = Tree.map(JSON.std.anyFrom(line));
        String action = Tree.text(event, "Action");
        seen(Tree.text(Tree.map(event, "Actor"), "ID"), action);
      }
    } catch (IOException | RuntimeException _) {
      // The engine has gone, or sent what is no event: those who wait look for themselves.
    }
  }

  private synchronized void seen(String id, String action) {
    counts.merge(id, 1, Integer::sum);
    if (action.startsWith("health_status")) {
      health.put(id, action.substring(action.indexOf(':') + 1).strip());
    }
    notifyAll();
  }

  /** How many events there were for a container. */
  synchronized int count(String id) {
    return counts.getOrDefault(id, 0);
  }

  /** What the engine's own health test said last: healthy, unhealthy, or nothing yet. */
  synchronized String health(String id) {
    return health.getOrDefault(id, "");
  }

  /**
   * Returns at the next event for the container after the first {@code seen}, or after the pause.
   */
  synchronized void await(String id, int seen, Duration pause) throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    long left = pause.toMillis();
    while (count(id) == seen && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
