package io.usercenter.user.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.user.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    Section root = read("a: 3000\nb: 10s\nc: 2m\n").root();

    assertThat(root.duration("a", Duration.ZERO)).isEqualTo(Duration.ofSeconds(3));
    assertThat(root.duration("b", Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));
    assertThat(root.duration("c", Duration.ZERO)).isEqualTo(Duration.ofMinutes(2));
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
  void masksSecretsInWhatItPrints() {
    ConfigFile file =
        read("Pass: hidden\nUrl: redis://me:hidden@host\nDsn: host=h password='a hidden' x=y\n");
    file.root().text("Pass");
    file.root().text("Url");
    file.root().text("Dsn");

    assertThat(file.effective())
        .containsExactly("Pass=***", "Url=redis://me:***@host", "Dsn=host=h password=*** x=y");
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
