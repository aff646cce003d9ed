package io.usercenter.platform.docker;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Images of the engine by the names that services use. */
final class Images {

  private final Engine engine;
  private final ImageMaker maker;
  private final Map<String, Optional<Image>> known = new ConcurrentHashMap<>();

  Images(Engine engine) {
    this(engine, ImageMaker.NONE);
  }

  Images(Engine engine, ImageMaker maker) {
    this.engine = engine;
    this.maker = maker;
  }

  /** Who is asked when an image cannot be pulled. */
  ImageMaker maker() {
    return maker;
  }

  /**
   * An image that the engine has.
   *
   * @param healthTest what the image itself declares; empty when it declares none
   * @param volumes paths that get a volume of their own in each container
   */
  record Image(
      String id, List<String> healthTest, Map<String, String> labels, Set<String> volumes) {}

  /** Asks once for each name. */
  Optional<Image> find(String name) throws InterruptedException {
    Optional<Image> before = known.get(name);
    if (before == null) {
      before = ask(name);
      known.put(name, before);
    }
    return before;
  }

  /** Asks also when it was asked before: somebody may have made the image. */
  Optional<Image> findAnew(String name) throws InterruptedException {
    known.remove(name);
    return find(name);
  }

  private Optional<Image> ask(String name) throws InterruptedException {
    try {
      Map<String, Object> image = Tree.map(engine.get("/images/" + name + "/json"));
      Map<String, Object> config = Tree.map(image, "Config");
      return Optional.of(
          new Image(
              Tree.text(image, "Id"),
              Tree.texts(Tree.map(config, "Healthcheck"), "Test"),
              new TreeMap<>(Tree.textMap(config, "Labels")),
              Tree.map(config, "Volumes").keySet()));
    } catch (Refusal refusal) {
      if (refusal.isMissing()) {
        return Optional.empty();
      }
      throw unobtainable(name, refusal.said());
    }
  }

  /** Pulls an image; layers that the engine has are not fetched again. */
  void pull(String name, Progress progress) throws InterruptedException {
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/') || name.contains("@");
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("fromImage", tagged ? name : name + ":latest");
    progress.report("pulling " + name, 0, 0);
    try (Reply reply = engine.stream("POST", "/images/create" + Engine.query(parameters), null);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))) {
      follow(name, lines, progress);
    } catch (Refusal refusal) {
      throw unobtainable(name, refusal.said());
    } catch (IOException failure) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw unobtainable(name, "the engine stopped in the middle: " + failure.getMessage());
    }
    known.remove(name);
    if (find(name).isEmpty()) {
      throw unobtainable(name, "the engine does not have it after the pull");
    }
  }

  /** Adds up what is said of each layer; an error comes as a line of its own, after status 200. */
  private static void follow(String name, BufferedReader lines, Progress progress)
      throws IOException {
    Map<String, Long> done = new HashMap<>();
    Map<String, Long> total = new HashMap<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Map<String, Object> said = Tree.map(com.fasterxml.jackson.jr.ob.JSON.std.anyFrom(line));
      String error = Tree.text(said, "error");
      if (!error.isEmpty()) {
        throw unobtainable(name, error);
      }
      Map<String, Object> detail = Tree.map(said, "progressDetail");
      if (Tree.text(said, "status").equals("Downloading")) {
        String layer = Tree.text(said, "id");
        done.put(layer, Tree.number(detail, "current"));
        total.put(layer, Tree.number(detail, "total"));
        progress.report(
            "pulling " + name,
            done.values().stream().mapToLong(Long::longValue).sum(),
            total.values().stream().mapToLong(Long::longValue).sum());
      }
    }
  }

  static UserError unobtainable(String name, String why) {
    boolean full = Refusal.isFull(why);
    return new UserError(
        full ? ExitCode.ENVIRONMENT : ExitCode.UNREACHABLE,
        "the image '" + name + "' cannot be had",
        "image " + name,
        why,
        full
            ? Refusal.FREE
            : "build or load it (docker load), correct its name, or platform up --runtime native");
  }
}
