package io.usercenter.platform.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Deletes copies of earlier builds. What a process of this machine was started from stays, and so
 * does what is younger than a day: a command may be about to start from it.
 */
final class OldCopies {

  private static final Duration YOUNG = Duration.ofDays(1);

  private OldCopies() {}

  /** Deletes old directories beside the newest one; what cannot be deleted stays. */
  static void deleteBeside(Path newest) throws IOException {
    List<String> commands = commands();
    Instant young = Instant.now().minus(YOUNG);
    for (Path copy : directories(newest.resolveSibling(""))) {
      boolean used = commands.stream().anyMatch(command -> command.contains(copy.toString()));
      if (!copy.equals(newest)
          && !used
          && Files.getLastModifiedTime(copy).toInstant().isBefore(young)) {
        delete(copy);
      }
    }
  }

  private static List<Path> directories(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).toList();
    }
  }

  private static List<String> commands() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(command -> !command.isEmpty())
        .toList();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
