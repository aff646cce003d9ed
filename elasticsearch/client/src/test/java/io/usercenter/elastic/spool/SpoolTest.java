package io.usercenter.elastic.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SpoolTest {

  private static final long MIB = 1 << 20;

  @TempDir private Path directory = Path.of("");

  @Test
  void givesBackWhatWasAppendedInOrder() throws Exception {
    try (Spool spool = open()) {
      append(spool, "one", "two");
      append(spool, "three");

      assertThat(texts(take(spool))).containsExactly("one", "two", "three");
    }
  }

  @Test
  void takesNoMoreThanWasAskedForButAtLeastOne() throws Exception {
    try (Spool spool = open()) {
      append(spool, "a".repeat(100), "b".repeat(30), "c".repeat(30));

      assertThat(texts(spool.take(64, Duration.ZERO))).containsExactly("a".repeat(100));
      assertThat(texts(spool.take(64, Duration.ZERO)))
          .containsExactly("b".repeat(30), "c".repeat(30));
    }
  }

  @Test
  void givesWhatIsNotDoneAgainAfterARestart() throws Exception {
    try (Spool spool = open()) {
      append(spool, "one");
      spool.done(take(spool));
      append(spool, "two");
      take(spool);
      append(spool, "three");
    }

    try (Spool spool = open()) {
      assertThat(texts(take(spool))).containsExactly("two", "three");
    }
  }

  @Test
  void forgetsNothingThatWasTakenBeforeWhatIsDone() throws Exception {
    try (Spool spool = open()) {
      append(spool, "one");
      take(spool);
      append(spool, "two");
      spool.done(take(spool));
    }

    try (Spool spool = open()) {
      assertThat(texts(take(spool))).containsExactly("one", "two");
    }
  }

  @Test
  void refusesWhatDoesNotFitAsAWhole() throws Exception {
    try (Spool spool = Spool.open(directory, 1000)) {
      append(spool, "a".repeat(600));

      assertThat(spool.append(List.of(bytes("b"), bytes("c".repeat(600))))).isFalse();
      assertThat(texts(take(spool))).containsExactly("a".repeat(600));
      assertThat(spool.waiting()).isEqualTo(608);
    }
  }

  @Test
  void hasRoomAgainWhenWhatItHeldIsDone() throws Exception {
    try (Spool spool = Spool.open(directory, 4 * MIB)) {
      String large = "x".repeat((int) MIB / 2);
      for (int i = 0; i < 50; i++) {
        append(spool, large);
        spool.done(take(spool));
      }

      assertThat(spool.waiting()).isZero();
      assertThat(size()).isLessThan(4 * MIB);
    }
  }

  @Test
  void leavesOutARecordThatWasCutOff() throws Exception {
    try (Spool spool = open()) {
      append(spool, "whole", "cut off");
    }
    Path file = files().getFirst();
    Files.write(file, new byte[] {0, 0, 1, 0, 1, 2, 3, 4, 5}, StandardOpenOption.APPEND);

    try (Spool spool = open()) {
      append(spool, "after");

      assertThat(texts(take(spool))).containsExactly("whole", "cut off", "after");
      assertThat(spool.corrupt()).isEqualTo(9);
      assertThat(spool.waiting()).isPositive();
    }
  }

  @Test
  void leavesOutWhatWasChanged() throws Exception {
    try (Spool spool = open()) {
      append(spool, "changed");
    }
    byte[] bytes = Files.readAllBytes(files().getFirst());
    bytes[bytes.length - 1] ^= 1;
    Files.write(files().getFirst(), bytes);

    try (Spool spool = open()) {
      append(spool, "after");

      assertThat(texts(take(spool))).containsExactly("after");
    }
  }

  private Spool open() throws IOException {
    return Spool.open(directory, 64 * MIB);
  }

  private static void append(Spool spool, String... texts) throws IOException {
    List<ByteBuffer> records = new ArrayList<>();
    for (String text : texts) {
      records.add(bytes(text));
    }
    assertThat(spool.append(records)).isTrue();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Spool.Chunk take(Spool spool) throws InterruptedException {
    return spool.take((int) MIB, Duration.ZERO);
  }

  private static List<String> texts(Spool.Chunk chunk) {
    List<String> texts = new ArrayList<>();
    int begin = 0;
    for (int end : chunk.ends()) {
      texts.add(new String(chunk.bytes(), begin, end - begin, StandardCharsets.UTF_8));
      begin = end;
    }
    return texts;
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(it -> it.toString().endsWith(".spool")).sorted().toList();
    }
  }

  private long size() throws IOException {
    long size = 0;
    for (Path file : files()) {
      size += Files.size(file);
    }
    return size;
  }
}
