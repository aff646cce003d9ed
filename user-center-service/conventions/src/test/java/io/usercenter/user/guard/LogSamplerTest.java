package io.usercenter.user.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogSamplerTest {
  private final List<String> summaries = new ArrayList<>();
  private long now;
  private final LogSampler sampler =
      new LogSampler(
          3, Duration.ofSeconds(1), (key, count) -> summaries.add(key + " " + count), () -> now);

  @Test
  void passesTheFirstOfEachKeyAndSumsUpTheRest() {
    assertThat(passed("a", 10)).isEqualTo(3);
    assertThat(passed("b", 2)).isEqualTo(2);
    assertThat(summaries).isEmpty();

    now += Duration.ofSeconds(1).toNanos();

    assertThat(passed("a", 1)).isEqualTo(1);
    assertThat(summaries).containsExactly("a 7");
  }

  @Test
  void sumsUpWithoutAnotherEvent() {
    passed("a", 5);
    now += Duration.ofSeconds(2).toNanos();

    sampler.sweep();
    sampler.sweep();

    assertThat(summaries).containsExactly("a 2");
  }

  @Test
  void remembersABoundedNumberOfKeys() {
    for (int i = 0; i < 256; i++) {
      assertThat(passed("key " + i, 1)).isEqualTo(1);
    }

    assertThat(passed("one more", 2) + passed("yet another", 2)).isEqualTo(3);
    assertThat(passed("key 7", 1)).isEqualTo(1);
  }

  private int passed(String key, int events) {
    int passed = 0;
    for (int i = 0; i < events; i++) {
      passed += sampler.passes(key) ? 1 : 0;
    }
    return passed;
  }
}
