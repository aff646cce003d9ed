package io.usercenter.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.shipper.file.LogSources;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void asksForWhatItShallFollow() {
    assertThatThrownBy(() -> Settings.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("neither SHIPPER_PROCESSES nor SHIPPER_PROJECT is set");
  }

  @Test
  void namesTheNumberThatIsNone() {
    assertThatThrownBy(
            () -> Settings.of(Map.of("SHIPPER_PROJECT", "a", "SHIPPER_KEEP_DAYS", "week")))
        .hasMessage("SHIPPER_KEEP_DAYS is 'week', not a number from 1 to 3650");
  }

  @Test
  void followsProcessesWhenItIsToldWhere() {
    Settings settings = Settings.of(Map.of("SHIPPER_PROCESSES", "/logs", "SHIPPER_PROJECT", "a"));

    assertThat(settings.sources()).isEqualTo(new LogSources.OfProcesses(Path.of("/logs")));
  }
}
