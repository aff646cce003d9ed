package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies of what this repository builds, each under the hash of its content: a later build leaves
 * running services alone, and the same content is never a reason to restart one.
 */
final class Builds {

  private final Path cache;
  private final Path project;

  Builds(Path cache, Path project) {
    this.cache = cache;
    this.project = project;
  }

  /**
   * Part of the repository that services run from.
   *
   * @param module directory of the module, relative to the repository
   * @param files files and directories of the module
   */
  record Build(String name, String module, List<String> files) {}

  Path root(Build build) {
    try {
      return cache.resolve("builds").resolve(build.name()).resolve(hash(build));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Copies what is not copied yet.
   *
   * @param target where {@link #root} said it belongs
   * @throws UserError when the files are no longer those it was said for
   */
  void obtain(Build build, Path target) {
    if (Files.isDirectory(target)) {
      return;
    }
    try {
      Path parent = Directories.openToAll(target.resolveSibling(""));
      Path temporary = Files.createTempDirectory(parent, "new-");
      Path module = project.resolve(build.module());
      for (Path file : files(build)) {
        Path copy = temporary.resolve(module.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
      letEverybodyRead(temporary);
      requireContent(build, temporary, target);
      publish(temporary, target);
      OldCopies.deleteBeside(target);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void requireContent(Build build, Path copy, Path target) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : build.files()) {
      addFiles(copy.resolve(name), files);
    }
    if (!content(copy, files).equals(target.getFileName().toString())) {
      throw new UserError(
          ExitCode.FAILED,
          "'" + build.name() + "' was built again while it was copied",
          build.module(),
          "parts of two builds do not fit each other",
          "run the command again when the build has ended");
    }
  }

  private static void addFiles(Path path, List<Path> files) throws IOException {
    try (Stream<Path> paths = Files.walk(path)) {
      paths.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
  }

  private static void letEverybodyRead(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.toList()) {
        Files.setPosixFilePermissions(
            path,
            PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  private static void publish(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      // Another command published the same content first: then ours is not needed.
      if (!Files.isDirectory(target)) {
        throw failure;
      }
    }
  }

  private List<Path> files(Build build) throws IOException {
    Path module = project.resolve(build.module());
    List<Path> files = new ArrayList<>();
    for (String name : build.files()) {
      Path path = module.resolve(name);
      if (!Files.exists(path)) {
        throw new UserError(
            ExitCode.FAILED,
            "'" + build.name() + "' is not built",
            path.toString(),
            "native.yml runs it from this file",
            "platform rebuild");
      }
      addFiles(path, files);
    }
    return files;
  }

  /** Reads the content only when a file's size or time differs from the last time. */
  private String hash(Build build) throws IOException {
    List<Path> files = files(build);
    StringBuilder times = new StringBuilder();
    for (Path file : files) {
      times.append(file).append(' ').append(Files.size(file)).append(' ');
      times.append(Files.getLastModifiedTime(file)).append('\n');
    }
    String key = Fingerprints.hash(times.toString());
    Path known = cache.resolve("builds").resolve(build.name() + ".known");
    if (Files.exists(known)) {
      List<String> lines = Files.readAllLines(known);
      if (lines.size() == 2 && lines.getFirst().equals(key)) {
        return lines.getLast();
      }
    }
    String hash = content(project.resolve(build.module()), files);
    // Commands of several stacks share the cache and may come here at the same time.
    Path fresh =
        Files.createTempFile(Files.createDirectories(known.resolveSibling("")), "known-", ".new");
    Files.writeString(fresh, key + "\n" + hash + "\n");
    Files.move(fresh, known, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return hash;
  }

  private static String content(Path module, List<Path> files) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        digest.update(module.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }
}
