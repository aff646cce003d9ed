package io.usercenter.platform.logs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The log of one service: {@code name.log} with its older parts {@code name.log.1} (the newest) and
 * up. Follows it whether it is rotated by renaming or by copying and emptying; neither loses nor
 * doubles a line as long as the part read last still exists.
 */
final class ServiceLog implements AutoCloseable {

  private record Part(FileChannel channel, Object key) {}

  private final String service;
  private final Path file;
  private final Timestamps timestamps;
  private final Deque<Part> ahead = new ArrayDeque<>();
  private @Nullable Part current;
  private @Nullable LineReader reader;
  private Instant last = Instant.MIN;
  private @Nullable String cutOff;

  ServiceLog(String service, Path file, Timestamps timestamps) throws IOException {
    this.service = service;
    this.file = file;
    this.timestamps = timestamps;
    ahead.addAll(openAll());
  }

  /**
   * The next line; empty when nothing more is written.
   *
   * @param following false: a last line without an end counts as a line
   */
  Optional<LogLine> next(boolean following) throws IOException {
    while (true) {
      if (cutOff != null) {
        LogLine line = stamped(cutOff);
        cutOff = null;
        return Optional.of(line);
      }
      if (reader == null && !advance()) {
        return Optional.empty();
      }
      LineReader lines = Objects.requireNonNull(reader);
      Optional<String> line = lines.next();
      if (line.isEmpty() && (!ahead.isEmpty() || !following)) {
        line = lines.rest();
      }
      if (line.isPresent()) {
        return line.map(this::stamped);
      }
      if (ahead.isEmpty() || !advance()) {
        return Optional.empty();
      }
    }
  }

  /** Looks whether the file was rotated since; to be called before more is read. */
  void look() throws IOException {
    if (!ahead.isEmpty()) {
      return;
    }
    Part open = current;
    LineReader lines = reader;
    if (open == null || lines == null) {
      open(file).ifPresent(ahead::add);
      return;
    }
    Optional<Object> key = key(file);
    if (key.isEmpty()) {
      return;
    }
    if (!key.get().equals(open.key())) {
      partsAfter(open);
    } else if (!lines.continuesIn(open.channel())) {
      emptied(open, lines);
    }
  }

  @Override
  public void close() throws IOException {
    for (Part part : ahead) {
      part.channel().close();
    }
    if (reader != null) {
      reader.channel().close();
    }
    if (current != null) {
      current.channel().close();
    }
  }

  /** Moves on to the next part; what follows in it never continues a line of the one before. */
  private boolean advance() throws IOException {
    Part next = ahead.poll();
    if (next == null) {
      return false;
    }
    if (reader == null) {
      reader = new LineReader(next.channel());
    } else {
      if (!reader.channel().equals(next.channel())) {
        reader.channel().close();
      }
      reader.restart(next.channel());
    }
    current = next;
    return true;
  }

  private LogLine stamped(String text) {
    last = timestamps.find(text).orElse(last);
    return new LogLine(service, last, text);
  }

  /** The file was copied to its first older part and emptied: the copy may have more to read. */
  private void emptied(Part open, LineReader lines) throws IOException {
    ahead.add(open);
    Path copy = older(1);
    Optional<Part> part = Files.exists(copy) ? open(copy) : Optional.empty();
    if (part.isPresent() && lines.continuesIn(part.get().channel())) {
      lines.moveTo(part.get().channel());
      return;
    }
    if (part.isPresent()) {
      part.get().channel().close();
    }
    cutOff = lines.rest().orElse(null);
    advance();
  }

  private void partsAfter(Part open) throws IOException {
    List<Part> found = openAll();
    List<Object> keys = found.stream().map(Part::key).toList();
    List<Part> known = found.subList(0, keys.indexOf(open.key()) + 1);
    close(known);
    ahead.addAll(found);
  }

  private static void close(List<Part> parts) throws IOException {
    for (Part part : parts) {
      part.channel().close();
    }
    parts.clear();
  }

  /** All parts as they were at one moment, though files may be renamed meanwhile. */
  private List<Part> openAll() throws IOException {
    while (true) {
      List<Part> opened = new ArrayList<>();
      for (Path path : parts()) {
        open(path).ifPresent(opened::add);
      }
      List<Object> now = new ArrayList<>();
      for (Path path : parts()) {
        key(path).ifPresent(now::add);
      }
      if (opened.stream().map(Part::key).toList().equals(now)) {
        return opened;
      }
      close(opened);
    }
  }

  /** Oldest first, the file itself last. While files are renamed, a number may be missing. */
  private List<Path> parts() throws IOException {
    SortedMap<Integer, Path> older = new TreeMap<>(Comparator.reverseOrder());
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && Files.isDirectory(directory)) {
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(directory, file.getFileName() + ".*")) {
        for (Path path : found) {
          number(path).ifPresent(number -> older.put(number, path));
        }
      }
    }
    List<Path> parts = new ArrayList<>(older.values());
    parts.add(file);
    return parts;
  }

  private Optional<Integer> number(Path part) {
    String suffix =
        String.valueOf(part.getFileName())
            .substring(String.valueOf(file.getFileName()).length() + 1);
    boolean digits = !suffix.isEmpty() && suffix.length() < 7;
    for (int at = 0; at < suffix.length(); at++) {
      digits &= suffix.charAt(at) >= '0' && suffix.charAt(at) <= '9';
    }
    return digits ? Optional.of(Integer.parseInt(suffix)) : Optional.empty();
  }

  private Path older(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  private static Optional<Part> open(Path path) throws IOException {
    while (true) {
      Optional<Object> before = key(path);
      if (before.isEmpty()) {
        return Optional.empty();
      }
      FileChannel channel;
      try {
        channel = FileChannel.open(path);
      } catch (NoSuchFileException gone) {
        return Optional.empty();
      }
      // It may have been rotated in between; then the key would be another file's.
      if (before.equals(key(path))) {
        return Optional.of(new Part(channel, before.get()));
      }
      channel.close();
    }
  }

  private static Optional<Object> key(Path path) throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }
}
