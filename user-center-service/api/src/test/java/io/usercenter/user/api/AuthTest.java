package io.usercenter.user.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.user.config.ConfigFile;
import io.usercenter.user.config.Environment;
import io.usercenter.user.config.Mode;
import io.usercenter.user.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void takesASecretOf32Bytes() throws IOException {
    Auth auth = read(Mode.PRO, "Auth: {AccessSecret: " + "x".repeat(32) + "}");

    assertThat(auth.random()).isFalse();
    assertThat(auth.key().getEncoded()).hasSize(32).containsOnly('x');
    assertThat(auth.expire()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void refusesAShortSecretWithoutShowingIt() {
    assertThatThrownBy(() -> read(Mode.DEV, "Auth: {AccessSecret: short-and-secret}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'Auth.AccessSecret' is '***'")
        .hasMessageContaining("at least 32 bytes")
        .hasMessageNotContaining("short-and-secret");
  }

  @Test
  void needsASecretInProduction() {
    assertThatThrownBy(() -> read(Mode.PRO, "Auth: {AccessSecret: \"\"}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'Auth.AccessSecret' is ''")
        .hasMessageContaining("mode pro")
        .hasMessageContaining("openssl rand -base64 32");
  }

  @Test
  void makesASecretElsewhereAndForAnAncestorsFile() throws IOException {
    assertThat(read(Mode.DEV, "Auth: {AccessExpire: 60}").random()).isTrue();
    assertThat(read(Mode.PRO, "Name: user-api").random()).isTrue();
  }

  @Test
  void refusesAnImpossibleLifetime() {
    assertThatThrownBy(() -> read(Mode.DEV, "Auth: {AccessExpire: 0}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'Auth.AccessExpire' is '0'")
        .hasMessageContaining("from 1 to 31536000");
  }

  private Auth read(Mode mode, String yaml) throws IOException {
    Path path = Files.writeString(directory.resolve("api.yaml"), yaml);
    ConfigFile file = ConfigFile.read(path, new Environment(Map.of()));
    Auth auth = Auth.read(file.root().section("Auth"), mode);
    file.check();
    return auth;
  }
}
