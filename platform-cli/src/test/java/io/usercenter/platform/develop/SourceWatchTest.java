package io.usercenter.platform.develop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceWatchTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  /** Everything that is reported until the expected files are among it. */
  private static Set<Path> until(SourceWatch watch, Path... expected) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    Set<Path> seen = new TreeSet<>();
    while (!seen.containsAll(List.of(expected)) && System.nanoTime() < end) {
      seen.addAll(watch.changes());
    }
    return seen;
  }

  @Test
  void tellsWhatWasAddedAlteredAndDeleted() throws Exception {
    Path altered = Files.writeString(directory.resolve("altered"), "1");
    Path deleted = Files.writeString(directory.resolve("deleted"), "1");
    Files.writeString(directory.resolve("same"), "1");
    try (SourceWatch watch = new SourceWatch(List.of(directory))) {
      Files.writeString(altered, "12");
      Files.delete(deleted);
      Path added = Files.writeString(directory.resolve("added"), "1");

      assertThat(until(watch, altered, deleted, added)).containsOnly(altered, deleted, added);
      assertThat(watch.changes()).isEmpty();
    }
  }

  @Test
  void looksIntoDirectoriesThatCameLater() throws Exception {
    try (SourceWatch watch = new SourceWatch(List.of(directory.resolve("src")))) {
      Path deep = Files.createDirectories(directory.resolve("src/a/b"));
      Path first = Files.writeString(deep.resolve("first"), "1");
      until(watch, first);

      Path second = Files.writeString(deep.resolve("second"), "1");

      assertThat(until(watch, second)).containsExactly(second);
    }
  }

  @Test
  void doesNotMindTheTemporaryFilesOfEditors() throws Exception {
    Path file = Files.writeString(directory.resolve("A.java"), "1");
    try (SourceWatch watch = new SourceWatch(List.of(directory))) {
      Files.writeString(directory.resolve(".A.java.swp"), "1");
      Files.writeString(directory.resolve("A.java~"), "1");
      replace(file);

      assertThat(until(watch, file)).containsExactly(file);
    }
  }

  /** As editors save: a new file takes the place of the old one. */
  private void replace(Path file) throws IOException {
    Path fresh = Files.writeString(directory.resolve(".new"), "12");
    Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
