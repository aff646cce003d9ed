package io.usercenter.user.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.client.CollectorRegistry;
import org.junit.jupiter.api.Test;

class ShedderTest {
  private static final long MILLI = 1_000_000;

  private final CollectorRegistry registry = new CollectorRegistry();
  private long now = 3_000 * MILLI;
  private long cpu;
  private final ProcessLoad load = new ProcessLoad(() -> cpu, 1, now);
  private final Shedder shedder = new Shedding(900, load, registry).shedder();

  @Test
  void smoothsTheLoadAsGoZeroDoes() {
    now += 250 * MILLI;
    cpu += 250 * MILLI;

    assertThat(load.perMille(now)).isCloseTo(50, within(0.001));

    now += 100 * MILLI;
    cpu += 100 * MILLI;
    assertThat(load.perMille(now)).isCloseTo(50, within(0.001));
  }

  @Test
  void servesEverythingWhileThereIsCpuToSpare() {
    assertThat(admitted(10_000)).isEqualTo(10_000);
    assertThat(drops()).isZero();
  }

  @Test
  void refusesWhatItCannotServeWhenTheCpuIsSpent() {
    busy();
    serve(100, 200 * MILLI);
    int limit = 100 * 2;

    // The smoothed number of requests under way has to pass the limit too.
    assertThat(admitted(2 * limit)).isEqualTo(2 * limit);
    finish(limit - 1);
    int more = admitted(1000);

    assertThat(more).isEqualTo(0);
    assertThat(drops()).isEqualTo(1000);
  }

  @Test
  void doesNotTakeAShortQueueForOverload() {
    busy();
    serve(1000, MILLI);
    admitted(300);
    finish(49);

    assertThat(admitted(1)).as("251 under way, 1000 in 100 ms make 250 in 25 ms").isEqualTo(0);
    finish(1);
    assertThat(admitted(1)).isEqualTo(1);
  }

  @Test
  void staysCarefulForASecondAfterARefusal() {
    busy();
    serve(100, 200 * MILLI);
    admitted(400);
    finish(199);
    assertThat(admitted(1)).isZero();

    idle(900);
    assertThat(admitted(1)).isZero();

    idle(1100);
    assertThat(admitted(1)).isOne();
  }

  @Test
  void forgetsTheThroughputOfMoreThanFiveSecondsAgo() {
    busy();
    serve(100, 200 * MILLI);
    now += 6_000 * MILLI;
    cpu += 6_000 * MILLI;

    admitted(100);
    finish(80);

    assertThat(admitted(1)).as("20 under way, 10 by default").isZero();
  }

  @Test
  void isOffWithoutAThreshold() {
    Shedder off = Shedding.start(0, 1, new CollectorRegistry()).shedder();

    for (int i = 0; i < 10_000; i++) {
      assertThat(off.admits(now)).isTrue();
    }
  }

  /** A minute at full load. */
  private void busy() {
    now += 60_000 * MILLI;
    cpu += 60_000 * MILLI;
    assertThat(load.perMille(now)).isGreaterThan(999);
  }

  /** So long without load that the smoothed one is low again. */
  private void idle(long millis) {
    now += millis * MILLI;
    cpu -= 100_000 * MILLI;
    assertThat(load.perMille(now)).isLessThan(900);
  }

  /** So many in one bucket, one after the other, and then on to the next bucket. */
  private void serve(int requests, long nanos) {
    for (int i = 0; i < requests; i++) {
      assertThat(shedder.admits(now)).isTrue();
      shedder.done(now - nanos, now, true);
    }
    now += 100 * MILLI;
    cpu += 100 * MILLI;
  }

  private int admitted(int requests) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      admitted += shedder.admits(now) ? 1 : 0;
    }
    return admitted;
  }

  private void finish(int requests) {
    for (int i = 0; i < requests; i++) {
      shedder.done(now - 1000 * MILLI, now, false);
    }
  }

  private double drops() {
    return registry.getSampleValue("user_center_shedding_dropped_total");
  }
}
