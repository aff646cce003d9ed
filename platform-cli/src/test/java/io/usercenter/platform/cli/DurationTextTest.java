package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @Test
  void readsUnitsAndTheirSums() {
    DurationText text = new DurationText();

    assertThat(text.convert("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(text.convert("1m30s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(text.convert("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(text.convert("45")).isEqualTo(Duration.ofSeconds(45));
    assertThat(text.convert("2d")).isEqualTo(Duration.ofDays(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "5 minutes", "-3s", "1y", "99999999999s"})
  void saysHowToWriteOne(String text) {
    assertThatThrownBy(() -> new DurationText().convert(text)).hasMessageContaining("1m30s");
  }
}
