package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void livesThroughWhatItIsToTeach() throws IOException {
    // Services do not run as root.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    StringWriter out = new StringWriter();

    var statuses = Training.lives(directory, new PrintWriter(out));

    assertThat(statuses).as("%s", out).allMatch(status -> status == 0);
    // As a process, and as a container.
    assertThat(out.toString().split("nothing to do: 1 services are up to date", -1)).hasSize(3);
  }
}
