package io.usercenter.platform.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/** The JDK that runs us is new enough, and the servers' account may use it too. */
record Jdk(Path home, Runtime.Version version, boolean otherAccount) implements Examination {

  private static final int LEAST = 25;
  private static final String WHY = "the platform, Elasticsearch and the user-center run on it";

  @Override
  public List<Finding> findings() {
    if (version.feature() < LEAST) {
      return List.of(
          Finding.fail(
              "JDK",
              "Java " + version + " in " + home,
              WHY,
              "install a JDK " + LEAST + " and set JAVA_HOME to it"));
    }
    Optional<Path> closed = otherAccount ? closedDirectory() : Optional.empty();
    return List.of(
        closed
            .map(path ->
                Finding.fail(
                    "JDK",
                    "'" + path + "' is closed to the account that servers run as",
                    WHY,
                    "chmod o+rx " + path + ", or set JAVA_HOME to a JDK all may read"))
            .orElseGet(() -> Finding.ok("JDK", "Java " + version + " in " + home, WHY)));
  }

  private Optional<Path> closedDirectory() {
    Path path = home.toAbsolutePath();
    while (path != null) {
      try {
        if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return Optional.of(path);
        }
      } catch (IOException | UnsupportedOperationException _) {
        return Optional.of(path);
      }
      path = path.getParent();
    }
    return Optional.empty();
  }
}
