package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentationTest {

  private static final Path MANUAL = Path.of("../docs/cli.md");
  private static final String BEGIN = "<!-- exit codes: generated from ExitCode -->\n";
  private static final String END = "<!-- end of exit codes -->";

  @Test
  void theManualListsTheExitCodesThereAre() throws IOException {
    String manual = Files.readString(MANUAL);
    int begin = manual.indexOf(BEGIN) + BEGIN.length();
    int end = manual.indexOf(END);
    if (System.getProperty("golden.update") != null) {
      Files.writeString(MANUAL, manual.substring(0, begin) + table() + manual.substring(end));
      manual = Files.readString(MANUAL);
      end = manual.indexOf(END);
    }

    assertThat(manual.substring(begin, end)).isEqualTo(table());
  }

  @Test
  void theManualNamesEveryCommand() throws IOException {
    String manual = Files.readString(MANUAL);
    List<String> commands =
        ProgramFixtures.run(MemoryWorld.quick(), "--help")
            .out()
            .lines()
            .dropWhile(line -> !line.equals("Commands:"))
            .skip(1)
            .takeWhile(line -> !line.isBlank())
            .map(line -> line.strip().split(" ", 2)[0])
            .filter(word -> word.matches("[a-z]+"))
            .toList();

    assertThat(commands).hasSize(17);
    assertThat(commands).allSatisfy(name -> assertThat(manual).contains("| `" + name));
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| status | meaning |\n|---|---|\n");
    for (ExitCode code : ExitCode.values()) {
      table.append("| %d | %s |%n".formatted(code.status(), code.meaning()));
    }
    return table.toString();
  }
}
