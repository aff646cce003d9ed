package io.usercenter.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldCopiesTest {

  @TempDir private Path builds;

  @Test
  void deletesWhatIsOldAndUnused() throws IOException {
    Path old = copy("old", Duration.ofDays(3));
    Path young = copy("young", Duration.ofMinutes(5));
    Path used = copy("used", Duration.ofDays(3));
    Path newest = copy("newest", Duration.ofDays(3));
    Process process = new ProcessBuilder("tail", "-f", used.resolve("a.jar").toString()).start();
    try {
      OldCopies.deleteBeside(newest);
    } finally {
      process.destroyForcibly();
    }

    assertThat(old).doesNotExist();
    assertThat(young.resolve("a.jar")).exists();
    assertThat(used.resolve("a.jar")).exists();
    assertThat(newest.resolve("a.jar")).exists();
  }

  private Path copy(String name, Duration age) throws IOException {
    Path directory = Files.createDirectories(builds.resolve(name));
    Files.writeString(directory.resolve("a.jar"), "content");
    Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(age)));
    return directory;
  }
}
