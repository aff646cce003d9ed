package io.usercenter.platform.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The place of one artifact in the cache: {@code NAME/FINGERPRINT/{root,sources.lock,complete}}.
 * The mark is written last, into a directory that gets its name after that, so that what is there
 * under this name is whole.
 *
 * @param directory of the artifact's name, shared by its versions
 */
record Shelf(Path directory, Artifact artifact) {

  private static final String TEMPORARY = "new-";
  private static final int FLUSHES = 16;
  private static final String COMPLETE = "complete";
  private static final int DELETE_ATTEMPTS = 100;
  private static final long DELETE_PAUSE_NANOS = 50_000_000;

  static Shelf in(Path cache, Artifact artifact) {
    return new Shelf(cache.resolve(artifact.name()), artifact);
  }

  Path root() {
    return place().resolve("root");
  }

  boolean complete() {
    return Files.exists(place().resolve(COMPLETE));
  }

  Path lock() {
    return directory.resolve("lock");
  }

  /** A new directory to fill, beside those that killed processes left, which go. */
  Path begin() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.toList()) {
        if (entry.getFileName().toString().startsWith(TEMPORARY)) {
          delete(entry);
        }
      }
    }
    Path begun = directory.resolve(TEMPORARY + ProcessHandle.current().pid());
    Files.createDirectories(begun.resolve("root"));
    return begun;
  }

  /**
   * Makes what was filled the artifact.
   *
   * @param sources what it was made from, one file a line
   */
  void publish(Path begun, List<String> sources) throws IOException {
    Files.write(begun.resolve("sources.lock"), sources);
    settle(begun);
    Path mark = begun.resolve(COMPLETE);
    Files.writeString(mark, artifact.definition() + "\n", StandardCharsets.UTF_8);
    settle(mark);
    if (Files.exists(place())) {
      delete(place());
    }
    Files.move(begun, place(), StandardCopyOption.ATOMIC_MOVE);
    force(directory);
  }

  /** Also while a tool that outlived its killed parent still writes there: it soon ends. */
  static void delete(Path path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        deleteOnce(path);
        return;
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        if (attempt == DELETE_ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(DELETE_PAUSE_NANOS);
      }
    }
  }

  private static void deleteOnce(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Lets everybody read what is not secret, and hands it to the disk. */
  private static void settle(Path path) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(path)) {
      files = all.filter(it -> !Files.isSymbolicLink(it)).toList();
    }
    for (Path file : files) {
      allow(file, Files.isDirectory(file) || Files.isExecutable(file));
    }
    // Side by side, so that the file system commits many with one write of its journal.
    try (ExecutorService threads =
        Executors.newFixedThreadPool(FLUSHES, Thread.ofVirtual().factory())) {
      List<Future<?>> flushes = new ArrayList<>();
      for (Path file : files) {
        flushes.add(
            threads.submit(() -> {
              force(file);
              return file;
            }));
      }
      for (Future<?> flush : flushes) {
        await(flush);
      }
    }
  }

  private static void await(Future<?> flush) throws IOException {
    try {
      flush.get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  /** A server may run as another account than the one that unpacks. */
  static void allow(Path path, boolean execute) throws IOException {
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
    Set<PosixFilePermission> after = EnumSet.of(PosixFilePermission.OWNER_READ);
    after.addAll(before);
    after.add(PosixFilePermission.GROUP_READ);
    after.add(PosixFilePermission.OTHERS_READ);
    if (execute) {
      after.add(PosixFilePermission.OWNER_EXECUTE);
      after.add(PosixFilePermission.GROUP_EXECUTE);
      after.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    if (!after.equals(before)) {
      Files.setPosixFilePermissions(path, after);
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path place() {
    return directory.resolve(artifact.fingerprint());
  }
}
