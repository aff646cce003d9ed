package io.usercenter.user.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DataSourceTest {

  @Test
  void readsTheAncestorsKeyValueForm() {
    DataSource source =
        DataSource.parse(
            "host=db port=5433 user=u password='it\\'s' dbname=d sslmode=disable TimeZone=Asia/Shanghai",
            UnaryOperator.identity());

    assertThat(source).isEqualTo(new DataSource("db", 5433, "d", "u", "it's", "disable"));
  }

  @Test
  void expandsAfterSplittingSoThatAPasswordMayContainAnything() {
    DataSource source =
        DataSource.parse(
            "host=db user=u password=${P} dbname=d", text -> text.replace("${P}", "a b'c=d"));

    assertThat(source.password()).isEqualTo("a b'c=d");
  }

  @Test
  void readsAUrl() {
    DataSource source =
        DataSource.parse("postgresql://u:p@db:5433/d?sslmode=require", UnaryOperator.identity());

    assertThat(source).isEqualTo(new DataSource("db", 5433, "d", "u", "p", "require"));
  }

  @Test
  void doesNotPrintThePassword() {
    assertThat(new DataSource("db", 1, "d", "u", "hidden", "disable").toString())
        .doesNotContain("hidden");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> DataSource.parse("host=db port=x", UnaryOperator.identity()))
        .hasMessage("port is 'x', it must be 1 to 65535");
    assertThatThrownBy(() -> DataSource.parse("host=db sslmode=no", UnaryOperator.identity()))
        .hasMessageStartingWith("sslmode is 'no'");
    assertThatThrownBy(() -> DataSource.parse("nonsense", UnaryOperator.identity()))
        .hasMessage("'nonsense' is not a list of key=value");
  }
}
