package io.usercenter.shipper.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinerTest {

  private final List<Event> events = new ArrayList<>();

  @Test
  void keepsAStackTraceWhole() {
    assertThat(
            texts(
                Format.PLAIN,
                "2026-11-24T10:00:00Z error it broke",
                "java.io.IOException: no",
                "\tat a.B.c(B.java:1)",
                "Caused by: java.lang.IllegalStateException",
                "\t... 3 more",
                "2026-11-24T10:00:01Z info on"))
        .containsExactly(
            "2026-11-24T10:00:00Z error it broke\njava.io.IOException: no\n"
                + "\tat a.B.c(B.java:1)\nCaused by: java.lang.IllegalStateException\n\t... 3 more",
            "2026-11-24T10:00:01Z info on");
  }

  @Test
  void takesLinesWithoutTimesForEventsOfTheirOwn() {
    assertThat(texts(Format.PLAIN, "one", "two", "", "  of two", "three"))
        .containsExactly("one", "two", "  of two", "three");
  }

  @Test
  void knowsWhereEventsBeginAndEnd() {
    texts(Format.PLAIN, "a", "\tb", "c");

    assertThat(events).extracting(Event::begin).containsExactly(0L, 5L);
    assertThat(events).extracting(Event::end).containsExactly(5L, 7L);
  }

  @Test
  void joinsWhatDockerCut() {
    assertThat(
            texts(
                Format.DOCKER,
                "{\"log\":\"the first \",\"stream\":\"stdout\",\"time\":\"2026-11-24T10:00:00.1Z\"}",
                "{\"log\":\"half\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-24T10:00:00.2Z\"}",
                "{\"log\":\"\\tindented\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-24T10:00:00.3Z\"}",
                "{\"log\":\"next\\n\",\"str"))
        .containsExactly("the first half\n\tindented", "{\"log\":\"next\\n\",\"str");
    assertThat(events.getFirst().written()).isEqualTo(Instant.parse("2026-11-24T10:00:00.2Z"));
    assertThat(events.getFirst().begin()).isZero();
  }

  @Test
  void doesNotWaitForFurtherLinesForLong() {
    Joiner joiner = new Joiner(Format.PLAIN);
    long now = System.nanoTime();

    joiner.line("alone", 0, 6, now, events::add);
    joiner.idle(now + Duration.ofMillis(900).toNanos(), events::add);
    assertThat(events).isEmpty();
    joiner.idle(now + Duration.ofMillis(1100).toNanos(), events::add);

    assertThat(events).extracting(Event::text).containsExactly("alone");
  }

  @Test
  void endsAnEventThatGrowsWithoutEnd() {
    Joiner joiner = new Joiner(Format.PLAIN);
    String indented = " " + "x".repeat(1 << 16);
    for (int i = 0; i < 40; i++) {
      joiner.line(indented, i, i + 1, 0, events::add);
    }
    joiner.end(events::add);

    assertThat(events).hasSizeBetween(3, 4);
    assertThat(events).allMatch(event -> event.text().length() <= 1 << 20);
  }

  private List<String> texts(Format format, String... lines) {
    Joiner joiner = new Joiner(format);
    long at = 0;
    for (String line : lines) {
      joiner.line(line, at, at + line.length() + 1, 0, events::add);
      at += line.length() + 1;
    }
    joiner.end(events::add);
    return events.stream().map(Event::text).toList();
  }
}
