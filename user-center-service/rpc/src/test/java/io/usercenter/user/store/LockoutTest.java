package io.usercenter.user.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LockoutTest {

  @Test
  void doublesTheRestUpToAQuarterOfAnHour() {
    assertThat(Lockout.restAfter(4)).isZero();
    assertThat(Lockout.restAfter(5)).isEqualTo(Duration.ofSeconds(30));
    assertThat(Lockout.restAfter(6)).isEqualTo(Duration.ofMinutes(1));
    assertThat(Lockout.restAfter(9)).isEqualTo(Duration.ofMinutes(8));
    assertThat(Lockout.restAfter(10)).isEqualTo(Duration.ofMinutes(15));
    assertThat(Lockout.restAfter(Long.MAX_VALUE)).isEqualTo(Duration.ofMinutes(15));
  }
}
