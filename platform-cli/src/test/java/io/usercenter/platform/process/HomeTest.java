package io.usercenter.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeTest {

  @Test
  void liesInTheUsersDataDirectory() {
    Home home = Home.of(Map.of("HOME", "/home/me"), false);

    assertThat(home.root()).isEqualTo(Path.of("/home/me/.local/share/platform"));
    assertThat(home.cache()).isEqualTo(Path.of("/home/me/.local/share/platform/cache"));
  }

  @Test
  void liesWhereOtherAccountsCanReachItForRoot() {
    Home home = Home.of(Map.of("HOME", "/root"), true);

    assertThat(home.root()).isEqualTo(Path.of("/var/lib/platform"));
  }

  @Test
  void followsTheVariablesOfTheEnvironment() {
    Map<String, String> data = Map.of("XDG_DATA_HOME", "/data");
    Map<String, String> chosen = Map.of("XDG_DATA_HOME", "/data", "PLATFORM_HOME", "/srv/platform");

    assertThat(Home.of(data, false).root()).isEqualTo(Path.of("/data/platform"));
    assertThat(Home.of(chosen, true).root()).isEqualTo(Path.of("/srv/platform"));
    assertThat(Home.of(chosen, true).cache()).isEqualTo(Path.of("/srv/platform/cache"));
  }

  @Test
  void canShareTheCacheOfAnother() {
    Home home = Home.of(Map.of("PLATFORM_HOME", "/srv/b", "PLATFORM_CACHE", "/srv/a/cache"), false);

    assertThat(home.stacks()).isEqualTo(Path.of("/srv/b/stacks"));
    assertThat(home.cache()).isEqualTo(Path.of("/srv/a/cache"));
  }

  @Test
  void takesAnEmptyVariableAsNotSet() {
    Map<String, String> environment =
        Map.of("HOME", "/home/me", "XDG_DATA_HOME", "", "PLATFORM_HOME", "", "PLATFORM_CACHE", "");

    assertThat(Home.of(environment, false).cache())
        .isEqualTo(Path.of("/home/me/.local/share/platform/cache"));
  }
}
