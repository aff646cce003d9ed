package io.usercenter.platform.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each directory below {@code src/test/resources/compose/<group>} is a case: {@code in} is loaded
 * as {@code request.txt} says ({@code file}, {@code profile}, {@code env} and a value, one a line)
 * and gives {@code out.json} or {@code error.txt}. {@code -Dgolden.update} writes what came out.
 */
class GoldenTest {

  private static final Path CASES = Path.of("src/test/resources/compose");

  @TempDir Path temporary;

  static List<Path> cases() throws IOException {
    try (Stream<Path> paths = Files.walk(CASES, 2)) {
      return paths.filter(path -> Files.isDirectory(path.resolve("in"))).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void loadsAsRecorded(Path directory) throws IOException {
    Path project = Files.createDirectories(temporary.toRealPath().resolve("proj"));
    copy(directory.resolve("in"), project);

    Outcome outcome = load(request(directory, project), project);

    if (System.getProperty("golden.update") != null) {
      Files.deleteIfExists(directory.resolve("out.json"));
      Files.deleteIfExists(directory.resolve("error.txt"));
      Files.writeString(directory.resolve(outcome.file()), outcome.text());
    }
    assertThat(directory.resolve(outcome.file())).hasContent(outcome.text());
  }

  private record Outcome(String file, String text) {}

  private static Outcome load(LoadRequest request, Path project) {
    try {
      String json = CanonicalText.json(ComposeLoader.load(request).tree());
      return new Outcome("out.json", json.replace(project.toString(), "${CASE_DIR}"));
    } catch (UserError e) {
      return new Outcome("error.txt", e.render().replace(project.toString(), "${CASE_DIR}"));
    }
  }

  private static LoadRequest request(Path directory, Path project) throws IOException {
    List<Path> files = new ArrayList<>();
    List<String> profiles = new ArrayList<>();
    Map<String, String> environment = new LinkedHashMap<>();
    Path request = directory.resolve("request.txt");
    for (String line : Files.exists(request) ? Files.readAllLines(request) : List.<String>of()) {
      String value = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, line.indexOf(' '))) {
        case "file" -> files.add(Path.of(value));
        case "profile" -> profiles.add(value);
        case "env" ->
            environment.put(
                value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
        default -> throw new IllegalArgumentException(line);
      }
    }
    return new LoadRequest(project, files, profiles, environment);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      paths
          .filter(Files::isRegularFile)
          .forEach(path -> copyFile(path, to.resolve(from.relativize(path))));
    }
  }

  private static void copyFile(Path from, Path to) {
    try {
      Files.createDirectories(to.resolve("..").normalize());
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
