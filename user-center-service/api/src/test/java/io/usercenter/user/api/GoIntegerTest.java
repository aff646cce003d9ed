package io.usercenter.user.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoIntegerTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "-7, -7", "+7, 7", "007, 7", "-9223372036854775808, -9223372036854775808"})
  void readsWhatGoReads(String text, long value) {
    assertThat(GoInteger.parse(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "1_000, '\"1_000\": invalid syntax'",
    "0x10, '\"0x10\": invalid syntax'",
    "'1 ', '\"1 \": invalid syntax'",
    "-, '\"-\": invalid syntax'",
    "١, '\"١\": invalid syntax'",
    "-9223372036854775809, '\"-9223372036854775809\": value out of range'"
  })
  void refusesInGosWords(String text, String reason) {
    assertThatThrownBy(() -> GoInteger.parse(text))
        .isInstanceOf(NumberFormatException.class)
        .hasMessage("strconv.ParseInt: parsing " + reason);
  }

  @Test
  void quotesAsGoDoes() {
    assertThatThrownBy(() -> GoInteger.parse("\"\\\n\u0001\u007f"))
        .hasMessageContaining("\"\\\"\\\\\\n\\x01\\x7f\"");
  }
}
