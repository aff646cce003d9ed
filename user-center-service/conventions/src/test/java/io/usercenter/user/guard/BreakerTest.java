package io.usercenter.user.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final long SECOND = 1_000_000_000;
  private static final long BUCKET = SECOND / 4;

  private final CollectorRegistry registry = new CollectorRegistry();
  private final Counter drops =
      Counter.build("drops_total", "x").labelNames("dependency").register(registry);
  private long now = 7 * SECOND;
  private double chance;
  private final Breaker breaker =
      new Breaker("redis", drops.labels("redis"), () -> now, () -> chance);

  @Test
  void toleratesFiveFailuresInAQuietWindow() {
    fail(5);

    assertThat(breaker.dropRatio()).isZero();
    assertThat(breaker.allows()).isTrue();
  }

  @Test
  void refusesTheShareThatTheFormulaSays() {
    succeed(10);
    fail(30);

    double expected = (40 - 5 - 1.5 * 10) / 41;
    assertThat(breaker.dropRatio()).isCloseTo(expected, within(1e-9));
    chance = expected - 0.001;
    assertThat(breaker.allows()).isFalse();
    assertThat(drops.labels("redis").get()).isEqualTo(1);
  }

  @Test
  void letsThroughWhatTheDiceSpare() {
    succeed(10);
    fail(30);
    chance = 0.99;

    assertThat(breaker.allows()).isTrue();
  }

  @Test
  void countsRefusedCallsAsCalls() {
    fail(20);
    double before = breaker.dropRatio();
    breaker.allows();

    assertThat(breaker.dropRatio()).isGreaterThan(before);
  }

  @Test
  void weighsSuccessesLessTheLongerNothingSucceeds() {
    succeed(20);
    for (int bucket = 0; bucket < 20; bucket++) {
      now += BUCKET;
      fail(1);
    }

    assertThat(breaker.dropRatio())
        .isCloseTo((40 - 5 - (1.5 - 0.4 * 20 / 40) * 20) / 41, within(1e-9));
  }

  @Test
  void refusesLessTheLongerNothingFails() {
    fail(60);
    for (int bucket = 0; bucket < 10; bucket++) {
      now += BUCKET;
      succeed(1);
    }

    double unscaled = (70 - 5 - 1.5 * 10) / 71;
    assertThat(breaker.dropRatio()).isCloseTo(unscaled * 30 / 40, within(1e-9));
  }

  @Test
  void letsOneThroughAfterASecondWithoutAny() {
    fail(30);
    chance = 0.999;
    assertThat(breaker.allows()).isTrue();
    chance = 0;
    assertThat(breaker.allows()).isFalse();

    now += SECOND + 1;
    fail(1);

    assertThat(breaker.allows()).isTrue();
    assertThat(breaker.allows()).isFalse();
  }

  @Test
  void forgetsAfterTenSeconds() {
    fail(100);
    assertThat(breaker.allows()).isFalse();

    now += 10 * SECOND;

    assertThat(breaker.dropRatio()).isZero();
    assertThat(breaker.allows()).isTrue();
  }

  @Test
  void opensAgainAfterItWasCalm() {
    fail(100);
    now += 20 * SECOND;
    assertThat(breaker.allows()).isTrue();

    fail(100);

    assertThat(breaker.allows()).isFalse();
  }

  @Test
  void makesNoCallWhileItIsOpen() {
    fail(100);
    AtomicBoolean called = new AtomicBoolean();

    Future<String> answer =
        breaker.guard(
            () -> {
              called.set(true);
              return Future.succeededFuture("done");
            },
            cause -> true);

    assertThat(called).isFalse();
    assertThat(answer.cause()).isInstanceOf(BreakerOpen.class).hasMessageContaining("redis");
  }

  @Test
  void countsOnlyTheFailuresOfTheDependency() {
    for (int i = 0; i < 100; i++) {
      breaker.guard(() -> Future.failedFuture("no such row"), cause -> false);
    }
    assertThat(breaker.dropRatio()).isZero();

    for (int i = 0; i < 400; i++) {
      chance = 1;
      breaker.guard(() -> Future.failedFuture("connection lost"), cause -> true);
    }
    assertThat(breaker.dropRatio()).isGreaterThan(0.4);
  }

  private void succeed(int times) {
    for (int i = 0; i < times; i++) {
      breaker.succeeded();
    }
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed();
    }
  }
}
