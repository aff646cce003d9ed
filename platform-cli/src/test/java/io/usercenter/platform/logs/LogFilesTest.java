package io.usercenter.platform.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogFilesTest {

  private static final LogQuery EVERYTHING = new LogQuery(Set.of(), null, null, -1, false);
  private static final LogQuery FOLLOWING = new LogQuery(Set.of(), null, null, -1, true);

  @TempDir Path directory;

  @Test
  void mergesServicesInTheOrderOfTime() throws Exception {
    write("db.log", "2026-11-23T07:00:01Z a\n2026-11-23T07:00:04Z d\n");
    write("api.log", "2026-11-23T07:00:02Z b\n  continued\n2026-11-23T07:00:05Z e\n");

    List<String> lines = read(EVERYTHING, "db", "api");

    assertThat(lines)
        .containsExactly(
            "db 2026-11-23T07:00:01Z a",
            "api 2026-11-23T07:00:02Z b",
            "api   continued",
            "db 2026-11-23T07:00:04Z d",
            "api 2026-11-23T07:00:05Z e");
  }

  @Test
  void readsOlderPartsFirst() throws Exception {
    write("db.log.2", "1\n");
    write("db.log.1", "2\n");
    write("db.log", "3\nwithout an end");

    assertThat(read(EVERYTHING, "db")).containsExactly("db 1", "db 2", "db 3", "db without an end");
  }

  @Test
  void aServiceWithoutALogIsNoProblem() throws Exception {
    assertThat(read(EVERYTHING, "db")).isEmpty();
  }

  @Test
  void leavesOutWhatIsOlderOrDoesNotMatch() throws Exception {
    write(
        "db.log",
        "before any\n2026-11-23T07:00:01Z old\n2026-11-23T07:00:02Z new\n2026-11-23T07:00:03Z odd\n");
    Instant since = Instant.parse("2026-11-23T07:00:02Z");

    assertThat(read(new LogQuery(Set.of("db"), since, Pattern.compile("n.w"), -1, false), "db"))
        .containsExactly("db 2026-11-23T07:00:02Z new");
  }

  @Test
  void theTailIsOfAllServicesTogether() throws Exception {
    write("db.log", "2026-11-23T07:00:01Z a\n2026-11-23T07:00:04Z d\n");
    write("api.log", "2026-11-23T07:00:03Z c\n");

    assertThat(read(new LogQuery(Set.of(), null, null, 2, false), "db", "api"))
        .containsExactly("api 2026-11-23T07:00:03Z c", "db 2026-11-23T07:00:04Z d");
  }

  @Test
  void aLineOfAMegabyteIsCutAndTheNextOneIsWhole() throws Exception {
    write("db.log", "x".repeat(1 << 20) + "\nnext\n");

    List<String> lines = read(EVERYTHING, "db");

    assertThat(lines.get(0)).hasSize("db ".length() + (1 << 16) + 1).endsWith("…");
    assertThat(lines.get(1)).isEqualTo("db next");
  }

  @Test
  void followsWhatIsAppended() throws Exception {
    write("db.log", "1\nhal");
    try (Follower follower = new Follower("db")) {
      follower.expect(1);

      append("db.log", "f\n3\n");

      assertThat(follower.expect(3)).containsExactly("db 1", "db half", "db 3");
    }
  }

  @Test
  void followsAFileThatIsWrittenLater() throws Exception {
    try (Follower follower = new Follower("db")) {
      write("db.log", "1\n");

      assertThat(follower.expect(1)).containsExactly("db 1");
    }
  }

  @Test
  void losesAndDoublesNothingWhenFilesAreRenamed() throws Exception {
    write("db.log", "0\n");
    try (Follower follower = new Follower("db")) {
      for (int number = 1; number <= 300; number++) {
        if (number % 40 == 0) {
          rename();
        }
        append("db.log", number + "\n");
        if (number % 100 == 0) {
          follower.expect(number + 1);
        }
      }

      assertThat(follower.expect(301)).isEqualTo(numbers(301));
    }
  }

  @Test
  void losesAndDoublesNothingWhenFilesAreCopiedAndEmptied() throws Exception {
    write("db.log", "0\n");
    try (Follower follower = new Follower("db")) {
      for (int number = 1; number <= 120; number++) {
        append("db.log", number + "\n");
        if (number % 40 == 0) {
          follower.expect(number - 20);
          copyAndEmpty();
          follower.settle();
        }
      }

      assertThat(follower.expect(121)).isEqualTo(numbers(121));
    }
  }

  @Test
  void stopsWhenNobodyReadsAnyMore() throws Exception {
    write("db.log", "1\n");
    List<LogLine> lines = new ArrayList<>();

    logs("db").read(FOLLOWING, sink(lines, false));

    assertThat(lines).hasSize(1);
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(number -> "db " + number).toList();
  }

  private void rename() throws IOException {
    for (int number = 20; number >= 1; number--) {
      Path part = directory.resolve("db.log." + number);
      if (Files.exists(part)) {
        Files.move(part, directory.resolve("db.log." + (number + 1)));
      }
    }
    Files.move(directory.resolve("db.log"), directory.resolve("db.log.1"));
  }

  private void copyAndEmpty() throws IOException {
    Path part = directory.resolve("db.log.1");
    if (Files.exists(part)) {
      Files.move(
          part, directory.resolve("db.log.2"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    Files.copy(directory.resolve("db.log"), part);
    FileChannel.open(directory.resolve("db.log"), StandardOpenOption.WRITE).truncate(0).close();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private void append(String name, String text) throws IOException {
    Files.writeString(
        directory.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private LogFiles logs(String... services) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String service : services) {
      files.put(service, directory.resolve(service + ".log"));
    }
    return new LogFiles(files, ZoneOffset.UTC);
  }

  private List<String> read(LogQuery query, String... services) throws InterruptedException {
    List<LogLine> lines = new ArrayList<>();
    logs(services).read(query, sink(lines, true));
    return texts(lines);
  }

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(line -> line.service() + " " + line.text()).toList();
  }

  private static LogSink sink(List<LogLine> lines, boolean wanted) {
    return new LogSink() {
      @Override
      public void accept(LogLine line) {
        lines.add(line);
      }

      @Override
      public boolean flush() {
        return wanted;
      }
    };
  }

  /** Follows on a thread of its own until it is closed. */
  private final class Follower implements AutoCloseable, LogSink {

    private final BlockingQueue<LogLine> read = new LinkedBlockingQueue<>();
    private final Semaphore rounds = new Semaphore(0);
    private final List<LogLine> lines = new ArrayList<>();
    private final Thread thread;

    Follower(String service) {
      thread =
          Thread.startVirtualThread(() -> {
            try {
              logs(service).read(FOLLOWING, this);
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          });
    }

    @Override
    public void accept(LogLine line) {
      read.add(line);
    }

    @Override
    public boolean flush() {
      rounds.release();
      return true;
    }

    /** All lines so far, as soon as there are that many. */
    List<String> expect(int count) throws InterruptedException {
      while (lines.size() < count) {
        LogLine line = read.poll(20, TimeUnit.SECONDS);
        assertThat(line).as("line %d in time", lines.size() + 1).isNotNull();
        lines.add(Objects.requireNonNull(line));
      }
      read.drainTo(lines);
      return texts(lines);
    }

    /** Returns after the files were looked at again. */
    void settle() throws InterruptedException {
      rounds.drainPermits();
      assertThat(rounds.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
