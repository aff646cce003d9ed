package io.usercenter.platform.artifact;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Failures of this package in the words of users. */
final class Failure {

  private static final String DISK_FULL = "No space left on device";
  private static final String QUOTA = "Disk quota exceeded";

  private Failure() {}

  /** What the operating system said, as far as the user can act on it. */
  static UserError of(Artifact artifact, Path directory, IOException cause) {
    String said = String.valueOf(cause.getMessage());
    Problem problem =
        diskFull(said)
            ? new Problem(
                "the disk is full: '" + artifact.name() + "' could not be stored",
                directory.toString(),
                "what was written so far is removed and counts for nothing",
                "make room there, or set PLATFORM_HOME to a directory on another disk")
            : new Problem(
                "'" + artifact.name() + "' could not be stored: " + said,
                directory.toString(),
                "services are started from files in this directory",
                "see that the directory can be written to, then run the command again");
    return new UserError(ExitCode.ENVIRONMENT, List.of(problem), cause);
  }

  static boolean diskFull(String said) {
    return said.contains(DISK_FULL) || said.contains(QUOTA);
  }

  static UserError wrongChecksum(String what, String where, String expected, String actual) {
    return new UserError(
        ExitCode.FAILED,
        "the checksum of " + what + " is wrong: expected " + expected + ", found " + actual,
        where,
        "the file is not the one that was published, so it was refused and removed",
        "run the command again; if it stays wrong, the mirror or a proxy changes the file");
  }

  static UserError unreachable(String what, String where, String why) {
    return new UserError(
        ExitCode.UNREACHABLE,
        what,
        where,
        why,
        "check the network and proxy settings, then run `platform fetch`; what has been"
            + " downloaded is kept");
  }
}
