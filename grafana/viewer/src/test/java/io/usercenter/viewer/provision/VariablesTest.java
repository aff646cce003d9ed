package io.usercenter.viewer.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {

  private final Variables variables = new Variables(Map.of("URL", "http://here", "A", "$B"));

  @ParameterizedTest
  @CsvSource({
    "$URL/x, http://here/x",
    "${URL}x, http://herex",
    "$__env{URL}, http://here",
    "$$URL, $URL",
    "$${__span.traceId}, ${__span.traceId}",
    "[$UNSET], []",
    "$A, $B",
    "costs 5 $, costs 5 $"
  })
  void fillsVariablesInAsGrafanaDoes(String text, String expected) {
    assertThat(variables.expand(text)).isEqualTo(expected);
  }

  @Test
  void fillsInTheContentOfAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "s3cret\n");

    assertThat(variables.expand("$__file{" + file + "}")).isEqualTo("s3cret");
  }
}
