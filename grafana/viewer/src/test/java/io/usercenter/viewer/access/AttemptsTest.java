package io.usercenter.viewer.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttemptsTest {

  private final AtomicLong clock = new AtomicLong();
  private final Attempts attempts = new Attempts(clock::get);

  @Test
  void pausesAnAddressThatGuessesTooOften() {
    fail("a", 10);

    assertThat(attempts.pause("a")).isPositive().isLessThan(Duration.ofSeconds(4));
    assertThat(attempts.pause("b")).isZero();
  }

  @Test
  void letsItGuessAgainAfterAWhile() {
    fail("a", 10);

    clock.addAndGet(Duration.ofSeconds(4).toNanos());

    assertThat(attempts.pause("a")).isZero();
    fail("a", 1);
    assertThat(attempts.pause("a")).isPositive();
  }

  @Test
  void savesUpNoMoreThanTheFirstGuesses() {
    fail("a", 10);
    clock.addAndGet(Duration.ofDays(1).toNanos());

    fail("a", 9);
    assertThat(attempts.pause("a")).isZero();
    fail("a", 1);

    assertThat(attempts.pause("a")).isPositive();
  }

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(address);
    }
  }
}
