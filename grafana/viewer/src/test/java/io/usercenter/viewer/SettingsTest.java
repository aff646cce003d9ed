package io.usercenter.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @Test
  void takesThePasswordFromItsFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("password"), "s3cret\n");

    Settings settings = Settings.of(Map.of("GF_SECURITY_ADMIN_PASSWORD__FILE", file.toString()));

    assertThat(settings.account().admits("admin", "s3cret")).isTrue();
    assertThat(settings.account().admits("admin", "admin")).isFalse();
    assertThat(settings.account().toString()).doesNotContain("s3cret");
  }

  @Test
  void listensOnLoopbackOnlyUnlessToldOtherwise() {
    Settings settings = Settings.of(Map.of("GF_SECURITY_ADMIN_PASSWORD", "x"));

    assertThat(settings.listen().getAddress().isLoopbackAddress()).isTrue();
    assertThat(settings.listen().getPort()).isEqualTo(3000);
  }

  @Test
  void hasNoPasswordOfItsOwn() {
    assertThatThrownBy(() -> Settings.of(Map.of())).hasMessageContaining("there is no password");
  }

  @Test
  void namesTheSettingThatIsWrong() {
    Map<String, String> environment =
        Map.of("GF_SECURITY_ADMIN_PASSWORD", "x", "GF_SERVER_HTTP_PORT", "many");

    assertThatThrownBy(() -> Settings.of(environment))
        .hasMessage("GF_SERVER_HTTP_PORT is 'many', not a number");
  }
}
