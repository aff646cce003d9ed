package io.usercenter.user.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonLineTest {

  @Test
  void escapesWhatJsonReserves() {
    JsonLine line = new JsonLine();
    line.text("a", "quote \" backslash \\ newline \n bell \u0007");
    line.text("b", "用户");

    assertThat(line.end().toString())
        .isEqualTo("{\"a\":\"quote \\\" backslash \\\\ newline \\n bell \\u0007\",\"b\":\"用户\"}");
  }
}
