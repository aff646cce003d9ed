package io.usercenter.user.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonLineTest {

  @Test
  void escapesWhatJsonReserves() {
    JsonLine line = new JsonLine();
    for (int i = 0; i < 2; i++) {
      line.begin("{\"a\":1".getBytes(StandardCharsets.US_ASCII))
          .text("b", "quote \" backslash \\ newline \n bell \u0007")
          .text("c", "用户 é 😀 half \ud83d")
          .number("d", 0)
          .number("e", 1234567890123L)
          .number("f", Long.MIN_VALUE)
          .end();
    }

    assertThat(line.toString())
        .isEqualTo(
            """
            {"a":1,"b":"quote \\" backslash \\\\ newline \\n bell \\u0007",\
            "c":"用户 é 😀 half \\ud83d","d":0,"e":1234567890123,"f":-9223372036854775808}
            """);
  }
}
