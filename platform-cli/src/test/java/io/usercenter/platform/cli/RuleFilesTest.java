package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.usercenter.platform.error.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RuleFilesTest {

  private static final Path FILE = Path.of("/p/prometheus.yml");

  @Test
  void namesEachMistakeOnceWithItsLine() {
    String said =
        """
        Checking /p/prometheus.yml
          SUCCESS: 2 rule files found
        Checking /p/rules/a.yml
          FAILED:
        /p/rules/a.yml: 6:15: group "g", rule 1, "A": could not parse expression: unexpected "="
        Checking /p/rules/b.yml
          FAILED:
        /p/rules/b.yml: yaml: line 3: did not find expected node content
        /p/rules/b.yml: yaml: line 3: did not find expected node content
        """;

    assertThat(RuleFiles.problems(FILE, said).found())
        .extracting(Problem::where, Problem::why)
        .containsExactly(
            tuple(
                "/p/rules/a.yml:6:15",
                "group \"g\", rule 1, \"A\": could not parse expression: unexpected \"=\""),
            tuple("/p/rules/b.yml:3", "did not find expected node content"));
  }

  @Test
  void repeatsWhatItCannotRead() {
    assertThat(RuleFiles.problems(FILE, "Checking\n  FAILED: out of luck\n").found())
        .extracting(Problem::where, Problem::why)
        .containsExactly(tuple("/p/prometheus.yml", "FAILED: out of luck"));
  }
}
