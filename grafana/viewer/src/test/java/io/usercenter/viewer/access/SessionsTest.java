package io.usercenter.viewer.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private final AtomicLong clock = new AtomicLong();
  private final Sessions sessions = new Sessions(clock::get);

  @Test
  void endsASessionWhenItsTimeIsOver() {
    String token = sessions.begin();
    clock.addAndGet(Sessions.LIFETIME.toNanos() - 1);
    assertThat(sessions.knows(token)).isTrue();

    clock.addAndGet(1);

    assertThat(sessions.knows(token)).isFalse();
    assertThat(sessions.count()).isZero();
  }

  @Test
  void endsASessionForGoodWhenSomebodyLogsOut() {
    String token = sessions.begin();
    String other = sessions.begin();

    sessions.end(token);

    assertThat(sessions.knows(token)).isFalse();
    assertThat(sessions.knows(other)).isTrue();
  }

  @Test
  void givesEachSessionATokenNobodyCanGuess() {
    assertThat(sessions.begin()).hasSize(48).isNotEqualTo(sessions.begin());
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    String first = sessions.begin();
    for (int i = 0; i < 1_000; i++) {
      sessions.begin();
    }

    assertThat(sessions.knows(first)).isFalse();
    assertThat(sessions.count()).isEqualTo(1_000);
  }
}
