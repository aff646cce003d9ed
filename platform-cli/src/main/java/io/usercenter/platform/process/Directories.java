package io.usercenter.platform.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes directories whatever the umask of the user is. */
final class Directories {

  private Directories() {}

  /**
   * Makes the directory and its missing parents so that the account which runs the services can
   * enter them. Those that are there already stay as they are.
   */
  static Path openToAll(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return directory;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      openToAll(parent);
    }
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    return directory;
  }
}
