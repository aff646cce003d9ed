package io.usercenter.shipper.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A log and its older parts: {@code name}, {@code name.1} (the newest of them) and so on. */
final class Parts {

  private Parts() {}

  /**
   * An open file.
   *
   * @param size when it was opened
   */
  record Part(FileChannel channel, String key, long size, FileTime changed) {}

  /**
   * All parts as they were at one moment, the oldest first and the file itself last; empty when
   * that could not be had because they are being renamed.
   */
  static List<Part> open(Path file) throws IOException {
    List<Path> paths = paths(file);
    List<Part> opened = new ArrayList<>();
    for (Path path : paths) {
      Optional<Part> part = openOne(path);
      part.ifPresent(opened::add);
    }
    List<String> now = new ArrayList<>();
    for (Path path : paths(file)) {
      key(path).ifPresent(now::add);
    }
    if (opened.stream().map(Part::key).toList().equals(now)) {
      return opened;
    }
    close(opened);
    return List.of();
  }

  static void close(List<Part> parts) throws IOException {
    for (Part part : parts) {
      part.channel().close();
    }
  }

  /** What stays the same when a file is renamed; empty when there is none. */
  static Optional<String> key(Path path) throws IOException {
    try {
      return Optional.of(key(Files.readAttributes(path, BasicFileAttributes.class)));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  private static String key(BasicFileAttributes attributes) {
    return String.valueOf(attributes.fileKey());
  }

  private static Optional<Part> openOne(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      FileChannel channel = FileChannel.open(path);
      return Optional.of(
          new Part(channel, key(attributes), attributes.size(), attributes.lastModifiedTime()));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  private static List<Path> paths(Path file) throws IOException {
    SortedMap<Integer, Path> older = new TreeMap<>(Comparator.reverseOrder());
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && Files.isDirectory(directory)) {
      int prefix = String.valueOf(file.getFileName()).length() + 1;
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(directory, file.getFileName() + ".*")) {
        for (Path path : found) {
          String number = String.valueOf(path.getFileName()).substring(prefix);
          if (number.matches("[1-9][0-9]{0,5}")) {
            older.put(Integer.valueOf(number), path);
          }
        }
      }
    }
    List<Path> paths = new ArrayList<>(older.values());
    if (Files.exists(file)) {
      paths.add(file);
    }
    return paths;
  }
}
