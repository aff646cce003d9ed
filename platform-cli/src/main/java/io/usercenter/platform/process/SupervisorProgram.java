package io.usercenter.platform.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.platform.supervisor.Main;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The class path the supervisor runs from: a copy of what the CLI itself runs from, because a build
 * may replace that meanwhile and because the supervisor's account may not be allowed to read it.
 *
 * @param build changes whenever the program does
 */
record SupervisorProgram(String build, List<Path> classPath) {

  /** One class of each library the supervisor needs. */
  private static final List<Class<?>> PARTS = List.of(Main.class, JSON.class, JsonFactory.class);

  static SupervisorProgram install(Path cache) throws IOException {
    List<Path> sources = PARTS.stream().map(SupervisorProgram::location).toList();
    String build = build(sources);
    Path target = cache.resolve("supervisor").resolve(build);
    List<Path> classPath = new ArrayList<>();
    for (Path source : sources) {
      classPath.add(target.resolve(source.getFileName()));
    }
    if (!Files.isDirectory(target)) {
      copy(sources, target);
      OldCopies.deleteBeside(target);
    }
    return new SupervisorProgram(build, classPath);
  }

  /** The jar, or the directory of classes, that a class was loaded from. */
  private static Path location(Class<?> part) {
    try {
      return Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("a code source is a valid URI", impossible);
    }
  }

  private static String build(List<Path> sources) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path source : sources) {
      for (Path file : files(source)) {
        text.append(file)
            .append(Files.size(file))
            .append(Files.getLastModifiedTime(file))
            .append('\n');
      }
    }
    return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static List<Path> files(Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      return List.of(source);
    }
    try (Stream<Path> paths = Files.walk(source)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** All of them or none: the directory appears under its name when it is complete. */
  private static void copy(List<Path> sources, Path target) throws IOException {
    Path parent = Directories.openToAll(target.resolveSibling(""));
    Path temporary = Files.createTempDirectory(parent, "new-");
    for (Path source : sources) {
      for (Path file : files(source)) {
        Path copy =
            temporary
                .resolve(source.getFileName())
                .resolve(source.relativize(file).toString())
                .normalize();
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    }
    try (Stream<Path> paths = Files.walk(temporary)) {
      for (Path path : paths.toList()) {
        Files.setPosixFilePermissions(
            path,
            PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
    publish(temporary, target);
  }

  private static void publish(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      // Another command published the same program first: then ours is not needed.
      if (!Files.isDirectory(target)) {
        throw failure;
      }
    }
  }
}
