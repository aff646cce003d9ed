package io.usercenter.platform.docker;

import io.usercenter.platform.context.BuildContext;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the {@code build} of a Compose entry makes an image from. */
final class BuildSource {

  /**
   * The classic builder, the one that every engine has without a program beside it, lacks these.
   */
  private static final List<String> BEYOND_ENGINE =
      List.of("additional_contexts", "secrets", "ssh", "privileged", "entitlements");

  /** With more files than this, directories are named instead. */
  private static final int NAMED_FILES = 100;

  private final String service;
  private final Map<String, Object> build;
  private final BuildContext context;
  private final SortedMap<String, String> files;

  private BuildSource(
      String service,
      Map<String, Object> build,
      BuildContext context,
      SortedMap<String, String> files) {
    this.service = service;
    this.build = build;
    this.context = context;
    this.files = files;
  }

  /** What keeps the engine from building it; empty when nothing is known to. */
  static Optional<Problem> problem(String service, Map<String, Object> build) {
    String context = Tree.text(build, "context");
    String dockerfile = Tree.text(build, "dockerfile");
    String instead = "docker compose build " + service + ", then run the command again";
    for (String key : BEYOND_ENGINE) {
      if (build.get(key) != null) {
        return problem(service, "'build." + key + "' needs BuildKit's own client", instead);
      }
    }
    if (Tree.list(build, "platforms").size() > 1) {
      return problem(service, "one build of the engine makes one platform", instead);
    }
    if (!context.startsWith("/")) {
      return problem(service, "its context '" + context + "' is not on this machine", instead);
    }
    Path directory = Path.of(context);
    if (!Files.isDirectory(directory)) {
      return problem(
          service, "its context '" + context + "' is no directory", "create or correct it");
    }
    if (!dockerfile.isEmpty() && !Files.isRegularFile(directory.resolve(dockerfile))) {
      return problem(
          service,
          "there is no '" + directory.resolve(dockerfile) + "'",
          "write it, or correct 'build.dockerfile'");
    }
    return Optional.empty();
  }

  private static Optional<Problem> problem(String service, String why, String fix) {
    return Optional.of(
        new Problem(
            "the image of " + service + " cannot be built",
            "services." + service + ".build",
            why,
            fix));
  }

  /**
   * Reads every file that is not ignored.
   *
   * @throws UserError when one cannot be read
   */
  static BuildSource of(String service, Map<String, Object> build) {
    problem(service, build)
        .ifPresent(problem -> {
          throw new UserError(ExitCode.CONFIGURATION, List.of(problem), null);
        });
    try {
      BuildContext context =
          BuildContext.of(Path.of(Tree.text(build, "context")), Tree.text(build, "dockerfile"));
      return new BuildSource(service, build, context, context.hashes());
    } catch (IOException failure) {
      throw new UserError(
          ExitCode.CONFIGURATION,
          List.of(
              problem(
                      service,
                      "a file of its context cannot be read: " + failure.getMessage(),
                      "make it readable, or name it in .dockerignore")
                  .orElseThrow()),
          failure);
    }
  }

  BuildContext context() {
    return context;
  }

  Map<String, Object> build() {
    return build;
  }

  String inline() {
    return Tree.text(build, "dockerfile_inline");
  }

  /** The file with the steps, for users. */
  String stepsFile() {
    return inline().isEmpty()
        ? context.dockerfile().toString()
        : "services." + service + ".build.dockerfile_inline";
  }

  /** Changes with everything that the image is made from. */
  String digest() {
    StringBuilder all = new StringBuilder();
    definition().forEach((key, hash) -> all.append(hash).append(' ').append(key).append('\n'));
    files.forEach((name, hash) -> all.append(hash).append(' ').append(name).append('\n'));
    return Hashes.of(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The same by the names that users know. */
  SortedMap<String, String> inputs() {
    SortedMap<String, String> inputs = definition();
    SortedMap<String, StringBuilder> named = new TreeMap<>();
    files.forEach((name, hash) -> {
      int slash = name.indexOf('/');
      String shown = files.size() <= NAMED_FILES || slash < 0 ? name : name.substring(0, slash + 1);
      named.computeIfAbsent(shown, _ -> new StringBuilder()).append(name).append(hash);
    });
    named.forEach((name, content) ->
        inputs.put(
            "build context " + name,
            Hashes.of(content.toString().getBytes(StandardCharsets.UTF_8))));
    return inputs;
  }

  // Where the context lies does not matter.
  private SortedMap<String, String> definition() {
    Map<String, Object> said = new LinkedHashMap<>(build);
    said.remove("context");
    SortedMap<String, String> fields = new TreeMap<>();
    Hashes.add("build", said, fields);
    return fields;
  }

  /** Images that it begins with, as far as the file says so without variables. */
  List<String> baseImages() throws IOException {
    List<String> images = new ArrayList<>();
    Set<String> stages = new HashSet<>(Set.of("scratch"));
    String text = inline().isEmpty() ? Files.readString(context.dockerfile()) : inline();
    for (String line : text.lines().toList()) {
      List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
      words.removeIf(word -> word.startsWith("--"));
      if (words.size() > 1 && words.getFirst().equalsIgnoreCase("FROM")) {
        String image = words.get(1);
        if (!stages.contains(image.toLowerCase(Locale.ROOT)) && !image.contains("$")) {
          images.add(image);
        }
        if (words.size() > 3) {
          stages.add(words.get(3).toLowerCase(Locale.ROOT));
        }
      }
    }
    return images;
  }
}
