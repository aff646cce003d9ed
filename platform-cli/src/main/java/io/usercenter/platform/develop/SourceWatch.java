package io.usercenter.platform.develop;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Tells which files changed. The operating system only says when to look; what changed is found by
 * comparing, so that nothing is missed where it says too little, as on a network's file system.
 */
public final class SourceWatch implements AutoCloseable {

  // Editors and version control write several files in a row.
  private static final Duration QUIET = Duration.ofMillis(50);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);

  private final WatchService service = FileSystems.getDefault().newWatchService();
  private final List<Path> roots;
  private Map<Path, State> known;

  private record State(FileTime modified, long bytes) {}

  /**
   * @param roots files and directories; those that do not exist yet are waited for
   */
  public SourceWatch(Collection<Path> roots) throws IOException {
    this.roots = List.copyOf(roots);
    this.known = look();
  }

  /**
   * What changed since the last time, as soon as no more changes follow; empty when nothing did.
   */
  public Set<Path> changes() throws IOException, InterruptedException {
    WatchKey key = service.poll(LONGEST_SILENCE.toMillis(), TimeUnit.MILLISECONDS);
    while (key != null) {
      key.pollEvents();
      key.reset();
      key = service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
    }
    Map<Path, State> before = known;
    known = look();
    return differences(before, known);
  }

  private static <V> Set<Path> differences(Map<Path, V> before, Map<Path, V> after) {
    Set<Path> changed = new TreeSet<>(before.keySet());
    changed.addAll(after.keySet());
    changed.removeIf(path -> before.containsKey(path) && before.get(path).equals(after.get(path)));
    return changed;
  }

  private Map<Path, State> look() throws IOException {
    Map<Path, State> found = new HashMap<>();
    for (Path root : roots) {
      if (Files.exists(root)) {
        Files.walkFileTree(root, new Look(found));
      }
    }
    return found;
  }

  private final class Look extends SimpleFileVisitor<Path> {

    private final Map<Path, State> found;

    Look(Map<Path, State> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      // The same key again when it is registered already.
      directory.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      if (!name.startsWith(".") && !name.endsWith("~")) {
        found.put(file, new State(attributes.lastModifiedTime(), attributes.size()));
      }
      return FileVisitResult.CONTINUE;
    }

    // Between being listed and looked at it was deleted.
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
