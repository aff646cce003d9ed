package io.usercenter.platform.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which containers passed their health test when we ran it: the engine has no verdict of its own
 * until one interval after the start, and needs none of ours any more from then on.
 */
record Proofs(Path directory) {

  /**
   * @param run when the container was started, as the engine writes it
   */
  void add(String id, String run) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(id), run);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Whether this run of a container passed no longer ago than the engine would wait. */
  boolean hold(String id, String run, Duration interval) {
    Path file = directory.resolve(id);
    try {
      Instant end = Files.getLastModifiedTime(file).toInstant().plus(interval);
      return Instant.now().isBefore(end) && Files.readString(file).equals(run);
    } catch (IOException none) {
      return false;
    }
  }

  /** Forgets containers that are no more. */
  void keep(Set<String> ids) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> gone = files.filter(file -> !ids.contains(file.getFileName().toString())).toList();
      for (Path file : gone) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
