package io.usercenter.platform.acceptance;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory for everything a test leaves; processes that run from it end with it. */
final class Sandbox implements AutoCloseable {

  static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Path directory;

  Sandbox() throws IOException {
    // Not @TempDir: the account the services run as must be able to enter it.
    directory = Files.createTempDirectory("platform-test-");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Path directory() {
    return directory;
  }

  /** What the program is told to keep its data under. */
  Path home() {
    return directory.resolve("home");
  }

  Path write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, content);
  }

  /** Kills what a failed test left running, supervisors first, and deletes the directory. */
  @Override
  public void close() throws IOException {
    Processes.supervisors(directory).forEach(process -> Processes.kill(process.pid()));
    List<Processes.Seen> left = Processes.marked(directory);
    while (!left.isEmpty()) {
      left.forEach(process -> Processes.kill(process.pid()));
      left = Processes.marked(directory);
    }
    Files.walkFileTree(directory, new Deletion());
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
        throws IOException {
      Files.delete(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
