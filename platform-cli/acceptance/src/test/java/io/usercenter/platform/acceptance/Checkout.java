package io.usercenter.platform.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout of the repository these tests belong to, built. */
final class Checkout {

  private Checkout() {}

  static Path root() {
    // Surefire runs in the directory of the module.
    return Path.of("").toAbsolutePath().resolve("../..").normalize();
  }

  static Path target() {
    return root().resolve("platform-cli/target");
  }

  /** The program as it is shipped; it finds its libraries beside it. */
  static Path jar() {
    try (Stream<Path> files = Files.list(target())) {
      List<Path> jars =
          files.filter(file -> file.toString().matches(".*/platform-cli-[^/]*\\.jar")).toList();
      if (jars.size() != 1) {
        throw new IllegalStateException(
            "one platform-cli jar is needed, there are " + jars + ": run mvn package");
      }
      return jars.getFirst();
    } catch (IOException failure) {
      throw new IllegalStateException("platform-cli is not packaged: run mvn package", failure);
    }
  }
}
