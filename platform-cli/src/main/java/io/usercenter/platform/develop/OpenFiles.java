package io.usercenter.platform.develop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files that the account which runs the services can read, whatever the user's umask is. */
final class OpenFiles {

  private OpenFiles() {}

  /** Makes the directory, and its missing parents. */
  static Path directory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Path parent = path.getParent();
      if (parent != null) {
        directory(parent);
      }
      Files.createDirectory(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return path;
  }

  static Path empty(Path path) throws IOException {
    delete(path);
    return directory(path);
  }

  static void letEverybodyRead(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      List<Path> paths;
      try (Stream<Path> all = Files.walk(tree)) {
        paths = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : paths) {
        Files.delete(path);
      }
    }
  }
}
