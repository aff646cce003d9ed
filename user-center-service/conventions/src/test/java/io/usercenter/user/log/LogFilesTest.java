package io.usercenter.user.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class LogFilesTest {
  @TempDir private Path directory;
  private Instant now = Instant.now();

  @Test
  void putsYesterdaysFileAsideAndCompressesIt() throws IOException {
    try (LogFiles files = new LogFiles(settings(true, 0, 0), clock())) {
      write(files, "today\n");
      now = now.plus(Duration.ofDays(1));
      write(files, "tomorrow\n");
    }

    assertThat(directory.resolve("user-api.log")).hasContent("tomorrow\n");
    assertThat(aside()).singleElement().extracting(LogFilesTest::unpacked).isEqualTo("today\n");
  }

  @Test
  void rotatesBySizeAndKeepsOnlyTheNewest() throws IOException {
    String line = "x".repeat(700_000) + "\n";
    try (LogFiles files = new LogFiles(settings(false, 2, 1), clock())) {
      for (int i = 0; i < 5; i++) {
        now = now.plusSeconds(1);
        write(files, line);
      }
    }

    assertThat(aside()).hasSize(2);
    assertThat(directory.resolve("user-api.log")).hasContent(line);
  }

  @Test
  void goesOnInAnExistingFile() throws IOException {
    for (String line : List.of("one\n", "two\n")) {
      try (LogFiles files = new LogFiles(settings(false, 0, 0), clock())) {
        write(files, line);
      }
    }

    assertThat(directory.resolve("user-api.log")).hasContent("one\ntwo\n");
  }

  private static void write(LogFiles files, String lines) throws IOException {
    byte[] bytes = lines.getBytes(UTF_8);
    files.write(bytes, 0, bytes.length);
  }

  private List<Path> aside() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> !file.endsWith("user-api.log")).toList();
    }
  }

  private static String unpacked(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private LogSettings settings(boolean compress, int backups, int megabytes) {
    return new LogSettings(
        "user-api", directory.toString(), false, Level.INFO, compress, 0, backups, megabytes, 0);
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }
}
