package io.usercenter.user.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.user.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void findsKeysWhateverTheirCase() {
    Section root = read("nAmE: a\nPROMETHEUS:\n  host: h\n").root();

    assertThat(root.text("Name")).isEqualTo("a");
    assertThat(root.section("Prometheus").text("Host")).isEqualTo("h");
  }

  @Test
  void replacesVariablesAndTheirDefaults() {
    Section root =
        read("a: ${SET}-${NOT_SET:-default}\nb: ${EMPTY:-default}\nc: ${NOT_SET:-}\n").root();

    assertThat(root.text("a")).isEqualTo("value-default");
    assertThat(root.text("b")).isEqualTo("default");
    assertThat(root.text("c", "fallback")).isEqualTo("fallback");
  }

  @Test
  void leavesOtherDollarsAlone() {
    assertThat(read("a: pa$$word$1\n").root().text("a")).isEqualTo("pa$$word$1");
  }

  @Test
  void readsASecretFromTheFileTheVariableNames() {
    assertThat(read("Pass: ${SECRET}\n").root().text("Pass")).isEqualTo("from a file");
  }

  @Test
  void tellsAnUndefinedVariableWithItsLine() {
    ConfigFile file = read("a: 1\nb: ${NOT_SET}\n");
    file.root().text("b", "");

    assertThatThrownBy(file::check)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("config.yaml:2")
        .hasMessageContaining("'NOT_SET' is not set and has no default");
  }

  @Test
  void tellsAllProblemsTogether() {
    ConfigFile file = read("Port: 99999\nMode: prod\nTimeout: soon\n");
    Section root = file.root();
    root.text("Name");
    root.port("Port", 1);
    root.choice("Mode", "pro", "dev");
    root.duration("Timeout", Duration.ofSeconds(3));

    assertThatThrownBy(file::check)
        .hasMessageContaining("field \"Name\" is not set")
        .hasMessageContaining("'Port' is '99999'")
        .hasMessageContaining("for example 'Mode: pro'")
        .hasMessageContaining("'Timeout' is 'soon'");
  }

  @Test
  void readsDurationsInGoZerosMillisecondsOrWithAUnit() {
    Section root = read("a: 3000\nb: 10s\nc: 2m\nd: 1h30m\ne: 1.5s\nf: 5us\n").root();

    assertThat(root.duration("a", Duration.ZERO)).isEqualTo(Duration.ofSeconds(3));
    assertThat(root.duration("b", Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));
    assertThat(root.duration("c", Duration.ZERO)).isEqualTo(Duration.ofMinutes(2));
    assertThat(root.duration("d", Duration.ZERO)).isEqualTo(Duration.ofMinutes(90));
    assertThat(root.duration("e", Duration.ZERO)).isEqualTo(Duration.ofMillis(1500));
    assertThat(root.duration("f", Duration.ZERO)).isEqualTo(Duration.ofNanos(5000));
  }

  @Test
  void remarksOnKeysItDoesNotUseWithTheNearestOneItDoes() {
    ConfigFile file = read("Nmae: x\n");
    file.root().text("Name", "default");
    file.check();

    assertThat(file.remarks())
        .singleElement()
        .asString()
        .contains("config.yaml:1: 'Nmae' is not used, did you mean 'Name'?");
  }

  @Test
  void takesNoLimitForTheLongestOne() {
    Section root = read("Timeout: 0\n").root();

    assertThat(root.timeout("Timeout", Duration.ofSeconds(3))).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void tellsDurationsOutsideTheirRange() {
    ConfigFile file = read("Short: 1ms\nLong: 61s\nOdd: 1h30\n");
    Duration minute = Duration.ofMinutes(1);
    for (String key : List.of("Short", "Long", "Odd")) {
      file.root().duration(key, Duration.ofSeconds(1), Duration.ofMillis(10), minute);
    }

    assertThatThrownBy(file::check)
        .hasMessageContaining("'Short' is '1ms'")
        .hasMessageContaining("'Long' is '61s'")
        .hasMessageContaining("'Odd' is '1h30'")
        .hasMessageContaining("from 10ms to 1m, such as 500ms, 10s or 1m30s")
        .hasMessageContaining("for example 'Odd: 1s'");
  }

  @Test
  void tellsAKeyThatIsThereTwice() {
    ConfigFile file = read("Name: a\nPort: 1\nname: b\n");

    assertThatThrownBy(file::check)
        .hasMessageContaining("'name' is given twice")
        .hasMessageContaining("config.yaml:3")
        .hasMessageContaining("it is also in line 1");
  }

  @Test
  void tellsABlockWhereAValueIsExpectedAndTheOtherWayRound() {
    ConfigFile file = read("Name: [a, b]\nLog: info\n");
    file.root().text("Name", "");
    file.root().section("Log");

    assertThatThrownBy(file::check)
        .hasMessageContaining("'Name' is not a single value")
        .hasMessageContaining("'Log' is not a block");
  }

  @Test
  void tellsAProblemOnceHoweverManyAskForTheKey() {
    ConfigFile file = read("Mode: prod\n");
    Mode.read(file.root());
    Mode.read(file.root());

    assertThatThrownBy(file::check).message().containsOnlyOnce("'Mode' is 'prod'");
  }

  @Test
  void takesAKeyForUsedWhoeverAskedForIt() {
    ConfigFile file = read("Redis:\n  Host: a:1\n  Pass: x\nCache:\n  - Host: a:1\n    Pass: y\n");
    file.root().section("Redis").text("Host");
    file.root().section("redis").text("Pass");
    file.root().sections("Cache").getFirst().text("Host");
    file.root().sections("Cache").getFirst().text("Pass");
    file.check();

    assertThat(file.remarks()).isEmpty();
  }

  @Test
  void readsSecretsUnderKeysOfTheUsersChoiceAndPrintsOnlyThese() {
    ConfigFile file = read("OtlpHeaders:\n  api-key: ${SET}\n");

    assertThat(file.root().secrets("OtlpHeaders")).containsExactly(Map.entry("api-key", "value"));
    assertThat(file.effective()).containsExactly("OtlpHeaders=[api-key]");
  }

  @Test
  void checksTheDataOfAnotherProgramAndSaysWhoseItIs() {
    ConfigFile file = read("Cache:\n  - Host: nonsense\nDatabase:\n  PGDataSource: port=x\n");
    Stores.checkOnly(file.root(), "user-center-rpc");

    assertThatThrownBy(file::check)
        .hasMessageContaining("'Cache[0].Host' is 'nonsense'")
        .hasMessageContaining("'Database.PGDataSource' cannot be used");
    assertThat(file.remarks())
        .singleElement()
        .asString()
        .contains("config.yaml:1: 'Cache', 'Database' only checked, not used here");
  }

  @Test
  void refusesToml() {
    Path file = directory.resolve("config.toml");
    Environment environment = new Environment(Map.of());

    assertThatThrownBy(() -> ConfigFile.read(file, environment))
        .hasMessageContaining("write the same keys as YAML");
  }

  @Test
  void masksSecretsInWhatItPrints() {
    ConfigFile file =
        read(
            "Pass: hidden\nAccessSecret: hidden\nUrl: redis://me:hidden@host\nDsn: host=h password='a hidden' x=y\n");
    file.root().text("Pass");
    file.root().text("AccessSecret");
    file.root().text("Url");
    file.root().text("Dsn");

    assertThat(file.effective())
        .containsExactly(
            "Pass=***",
            "AccessSecret=***",
            "Url=redis://me:***@host",
            "Dsn=host=h password=*** x=y");
  }

  @Test
  void tellsBrokenYamlWithItsLine() {
    assertThatThrownBy(() -> read("a: 1\nb: [1,\n"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not valid YAML")
        .hasMessageContaining("config.yaml:3");
  }

  @Test
  void tellsAMissingFile() {
    Path nowhere = directory.resolve("nowhere.yaml");
    Environment environment = new Environment(Map.of());

    assertThatThrownBy(() -> ConfigFile.read(nowhere, environment))
        .hasMessageContaining("there is no such file");
  }

  private ConfigFile read(String yaml) {
    try {
      Path secret = Files.writeString(directory.resolve("secret"), "from a file\n");
      Path file = Files.writeString(directory.resolve("config.yaml"), yaml);
      return ConfigFile.read(
          file,
          new Environment(Map.of("SET", "value", "EMPTY", "", "SECRET_FILE", secret.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
