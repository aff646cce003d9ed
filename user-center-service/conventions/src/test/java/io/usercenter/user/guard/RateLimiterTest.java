package io.usercenter.user.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.Counter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final Counter refusals = Counter.build("refusals", "x").create();
  private long now = 5;
  private final RateLimiter limiter =
      new RateLimiter(new RateLimit(60, 3, 2), refusals.labels(), () -> now);

  @Test
  void allowsABurstAndThenSaysHowLongToWait() {
    use("a", 3);

    assertThat(limiter.delay("a")).isEqualTo(Duration.ofSeconds(1));
    assertThat(refusals.get()).isEqualTo(1);

    after(Duration.ofMillis(400));
    assertThat(limiter.delay("a")).isEqualTo(Duration.ofMillis(600));
  }

  @Test
  void givesOneTokenASecond() {
    use("a", 3);
    after(Duration.ofSeconds(1));

    use("a", 1);
    assertThat(limiter.delay("a")).isPositive();
  }

  @Test
  void savesNoMoreThanABurst() {
    use("a", 3);
    after(Duration.ofHours(1));

    use("a", 3);
    assertThat(limiter.delay("a")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void countsClientsApart() {
    use("a", 3);

    use("b", 3);
    assertThat(limiter.delay("b")).isPositive();
  }

  @Test
  void remembersOnlyTheClientsSeenLast() {
    use("a", 3);
    use("b", 3);
    assertThat(limiter.delay("a")).isPositive();
    use("c", 1);

    assertThat(limiter.delay("a")).as("seen after b, so that b made place").isPositive();
    assertThat(limiter.delay("b")).isZero();
  }

  private void use(String client, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(limiter.delay(client)).isZero();
    }
  }

  private void after(Duration pause) {
    now += pause.toNanos();
  }
}
