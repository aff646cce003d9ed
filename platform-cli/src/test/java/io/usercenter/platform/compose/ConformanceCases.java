package io.usercenter.platform.compose;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.platform.error.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the conformance suite and runs its cases in this process. */
final class ConformanceCases {

  /** One case: some files, how they are loaded, and what comes out. */
  record Case(
      String id,
      String group,
      boolean core,
      Map<String, Object> files,
      List<String> args,
      List<String> profiles,
      Map<String, String> env,
      @Nullable Map<String, @Nullable Object> config) {

    boolean expectsProject() {
      return config != null;
    }
  }

  private ConformanceCases() {}

  /** The directory of the suite: named by the environment, or beside the repository. */
  static Optional<Path> directory() {
    String named = System.getenv("COMPOSE_CONFORMANCE");
    if (named != null) {
      return Optional.of(Path.of(named)).filter(ConformanceCases::isSuite);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path beside = at.resolve("../shared/compose-conformance").normalize();
      if (isSuite(beside)) {
        return Optional.of(beside);
      }
    }
    return Optional.empty();
  }

  private static boolean isSuite(Path directory) {
    return Files.isRegularFile(directory.resolve("suite.jsonl.gz"));
  }

  static List<Case> read(Path directory) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(directory.resolve("suite.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        cases.add(parse(JSON.std.mapFrom(line)));
      }
    }
    return cases;
  }

  @SuppressWarnings("unchecked") // the suite's own format
  private static Case parse(Map<String, Object> json) {
    return new Case(
        (String) value(json, "id"),
        (String) value(json, "group"),
        (Boolean) value(json, "core"),
        (Map<String, Object>) value(json, "files"),
        (List<String>) value(json, "args"),
        (List<String>) value(json, "profiles"),
        (Map<String, String>) value(json, "env"),
        "ok".equals(json.get("expect"))
            ? (Map<String, @Nullable Object>) value(json, "config")
            : null);
  }

  private static Object value(Map<String, Object> json, String key) {
    return Objects.requireNonNull(json.get(key));
  }

  /** What is wrong with the outcome of a case; empty when it passes. */
  static Optional<String> run(Case test, Path top) throws IOException {
    Path project = Files.createDirectories(top.resolve("proj"));
    Path home = Files.createDirectories(top.resolve("home"));
    write(test.files(), project);
    Map<String, String> environment = new LinkedHashMap<>(test.env());
    environment.put("HOME", home.toString());
    environment.put("PWD", project.toString());
    List<Path> files = test.args().stream().map(Path::of).toList();
    try {
      Project loaded =
          ComposeLoader.load(new LoadRequest(project, files, test.profiles(), environment));
      if (!test.expectsProject()) {
        return Optional.of("loaded, but an error is expected");
      }
      String json = CanonicalText.json(loaded.tree());
      json =
          json.replace(project.toString(), "${CASE_DIR}")
              .replace(home.toString(), "${HOME}")
              .replace(top.toString(), "${CASE_PARENT}");
      return difference("", test.config(), JSON.std.mapFrom(json));
    } catch (UserError e) {
      return test.expectsProject() ? Optional.of("failed: " + e.render()) : Optional.empty();
    }
  }

  static void write(Map<String, Object> files, Path directory) throws IOException {
    for (Map.Entry<String, Object> entry : files.entrySet()) {
      Path file = directory.resolve(entry.getKey());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      byte[] content =
          entry.getValue() instanceof String text
              ? text.getBytes(StandardCharsets.UTF_8)
              : Base64.getDecoder().decode((String) ((Map<?, ?>) entry.getValue()).get("base64"));
      Files.write(file, content);
    }
  }

  private static Optional<String> difference(
      String path, @Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Map<?, ?> one && actual instanceof Map<?, ?> other) {
      for (Object key : one.keySet()) {
        if (!other.containsKey(key)) {
          return Optional.of(path + "." + key + " is missing, expected " + one.get(key));
        }
        Optional<String> below = difference(path + "." + key, one.get(key), other.get(key));
        if (below.isPresent()) {
          return below;
        }
      }
      for (Object key : other.keySet()) {
        if (!one.containsKey(key)) {
          return Optional.of(path + "." + key + " is too much: " + other.get(key));
        }
      }
      return Optional.empty();
    }
    if (expected instanceof List<?> one
        && actual instanceof List<?> other
        && one.size() == other.size()) {
      for (int i = 0; i < one.size(); i++) {
        Optional<String> below = difference(path + "[" + i + "]", one.get(i), other.get(i));
        if (below.isPresent()) {
          return below;
        }
      }
      return Optional.empty();
    }
    if (expected instanceof Number one && actual instanceof Number other) {
      return one.doubleValue() == other.doubleValue()
          ? Optional.empty()
          : Optional.of(path + " is " + actual + ", expected " + expected);
    }
    boolean same = Objects.equals(expected, actual);
    return same ? Optional.empty() : Optional.of(path + " is " + actual + ", expected " + expected);
  }
}
