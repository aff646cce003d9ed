package io.usercenter.platform.image;

import io.usercenter.platform.image.Entry.Content;
import io.usercenter.platform.image.Entry.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of a layer by their path in the image, without a slash at either end. Modes come from
 * who may execute, not from the umask of whoever unpacked, and set-user-ID is dropped.
 */
final class Tree {

  private static final int PROGRAM = 0755;
  private static final int DATA = 0644;

  private final SortedMap<String, Entry> entries = new TreeMap<>();

  Map<String, Entry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /** Directories above it are made when they are missing. */
  void put(String path, Entry entry) {
    boolean merges = entry instanceof Entry.Directory && Paths.MERGED.contains(Paths.of(path));
    String merged = merges ? Paths.join("usr", path) : Paths.merged(path);
    String parent = Paths.parent(merged);
    if (!parent.isEmpty() && !entries.containsKey(parent)) {
      put(parent, new Entry.Directory(Owner.ROOT, PROGRAM));
    }
    entries.put(merged, entry);
  }

  void text(String path, String text) {
    put(
        path,
        new Entry.Regular(
            Owner.ROOT, DATA, new Entry.Bytes(text.getBytes(StandardCharsets.UTF_8))));
  }

  void file(String path, Path source) {
    put(path, regular(source));
  }

  /**
   * Copies what is below a directory.
   *
   * @param target path in the image, may be empty
   * @param wanted decides on paths relative to the source
   */
  void copy(Path source, String target, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(source, new FileVisitOption[0])) {
      for (Path file : files.sorted().toList()) {
        Path relative = source.relativize(file);
        if (!file.equals(source) && wanted.test(relative)) {
          put(Paths.join(target, relative.toString()), entry(file));
        }
      }
    }
  }

  private static Entry entry(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return new Entry.Link(Files.readSymbolicLink(file).toString());
    }
    return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
        ? new Entry.Directory(Owner.ROOT, PROGRAM)
        : regular(file);
  }

  private static Entry regular(Path file) {
    Content content = new Entry.Copy(file);
    return new Entry.Regular(Owner.ROOT, Files.isExecutable(file) ? PROGRAM : DATA, content);
  }
}
