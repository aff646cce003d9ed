package io.usercenter.user.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.config.ConfigFile;
import io.usercenter.user.config.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpcConfigTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void givesHashingMethodsMoreTime() {
    RpcConfig.Listener listener = listener("");

    assertThat(UsersMethods.HASHING)
        .containsExactlyInAnyOrder(
            UsersMethods.LOGIN, UsersMethods.REGISTER, UsersMethods.UPDATE_USER)
        .allMatch(method -> listener.timeoutOf(method.path()).equals(Duration.ofSeconds(10)));
    assertThat(listener.timeoutOf(UsersMethods.FIND_USER.path())).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void givesHashingMethodsNoLessTimeThanOthers() {
    RpcConfig.Listener listener = listener("Timeout: 20s\nPasswordTimeout: 5s\n");

    assertThat(listener.timeoutOf(UsersMethods.LOGIN.path())).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void givesAMethodTheTimeOfItsOwn() {
    RpcConfig.Listener listener =
        listener("MethodTimeouts: [{FullMethod: /usercenter.Users/Login, Timeout: 1s}]\n");

    assertThat(listener.timeoutOf(UsersMethods.LOGIN.path())).isEqualTo(Duration.ofSeconds(1));
    assertThat(listener.timeoutOf(UsersMethods.REGISTER.path())).isEqualTo(Duration.ofSeconds(10));
  }

  private RpcConfig.Listener listener(String text) {
    String stores =
        """
        Name: x
        Redis: {Host: "127.0.0.1:6379"}
        Database: {PGDataSource: "host=127.0.0.1 user=u dbname=d"}
        """;
    try {
      Path file = Files.writeString(directory.resolve("user-rpc.yaml"), stores + text);
      ConfigFile config = ConfigFile.read(file, new Environment(Map.of()));
      RpcConfig.Listener listener = RpcConfig.read(config.root()).listener();
      config.check();
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
