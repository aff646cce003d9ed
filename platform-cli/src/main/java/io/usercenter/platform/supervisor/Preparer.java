package io.usercenter.platform.supervisor;

import io.usercenter.platform.supervisor.ChildSpec.Launch;
import io.usercenter.platform.supervisor.ChildSpec.Preparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Fills empty data directories, once, and all over again when it was cut short. */
final class Preparer {

  private static final String DONE = ".platform-prepared";
  private static final String BEGUN = ".platform-preparing";
  private static final int LIMIT_MINUTES = 5;

  private final String mark;
  private final LogFile log;

  /**
   * @param mark the service's own; a preparation is marked differently, so that nobody takes it for
   *     the service
   */
  Preparer(String mark, LogFile log) {
    this.mark = mark + "#preparation";
    this.log = log;
  }

  /** A preparation that did not succeed; the message is for users. */
  static final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }

  /**
   * Makes the directories and writes the files; what is there already is replaced, and what an
   * earlier start left in {@link ChildSpec.Layout#replaced()} is gone.
   */
  static void lay(ChildSpec.Layout layout) throws IOException {
    if (Files.exists(layout.replaced())) {
      empty(layout.replaced(), layout.replaced());
    }
    for (Path directory : layout.directories()) {
      Files.createDirectories(directory);
    }
    for (Map.Entry<Path, String> file : layout.files().entrySet()) {
      Files.createDirectories(file.getKey().resolveSibling(""));
      PrivateFile.write(file.getKey(), file.getValue());
    }
  }

  /** Whether there is anything to do. */
  static boolean needed(Preparation preparation) throws IOException {
    return !Files.exists(preparation.directory().resolve(DONE))
        && (Files.exists(preparation.directory().resolve(BEGUN)) || empty(preparation.directory()));
  }

  void prepare(Preparation preparation) throws IOException, InterruptedException, Failure {
    Path directory = preparation.directory();
    Files.createDirectories(directory);
    // What a killed supervisor began may still run.
    Spawner.killMarked(mark);
    if (Files.exists(directory.resolve(BEGUN))) {
      wipe(directory);
    }
    Files.createFile(directory.resolve(BEGUN));
    for (Launch command : preparation.commands()) {
      run(command);
    }
    Files.createFile(directory.resolve(DONE));
    Files.delete(directory.resolve(BEGUN));
  }

  private void run(Launch command) throws IOException, InterruptedException, Failure {
    Process process = Spawner.spawn(command, mark, log.path());
    try {
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new Failure(
            "preparing its data took more than " + LIMIT_MINUTES + " minutes: " + shown(command));
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new Failure(
          "preparing its data failed with exit code "
              + process.exitValue()
              + ": "
              + shown(command)
              + log.tail(1).stream().findFirst().map(line -> " said: " + line).orElse(""));
    }
  }

  private static String shown(Launch command) {
    return Path.of(command.command().getFirst()).getFileName().toString();
  }

  private static boolean empty(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  /** Removes everything in the directory but the mark that it may be removed, which goes last. */
  private static void wipe(Path directory) throws IOException {
    Path begun = directory.resolve(BEGUN);
    empty(directory, begun);
    Files.delete(begun);
  }

  /** Deletes a directory with everything in it. */
  static void delete(Path directory) throws IOException {
    empty(directory, directory);
    Files.delete(directory);
  }

  private static void empty(Path directory, Path kept) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(directory) && !path.equals(kept)) {
          Files.delete(path);
        }
      }
    }
  }
}
