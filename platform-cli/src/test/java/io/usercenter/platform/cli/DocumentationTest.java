package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentationTest {

  private static final Path MANUAL = Path.of("../docs/cli.md");
  private static final String BEGIN = "<!-- exit codes: generated from ExitCode -->\n";
  private static final String END = "<!-- end of exit codes -->";

  /** The target of a link to a file, without its fragment. */
  private static final Pattern LINK = Pattern.compile("\\]\\((?![a-z]+:)([^)#]+)[^)]*\\)");

  private static final Pattern COMMAND =
      Pattern.compile("(?m)(?:^(?:\\$ )?|`)(?:\\./)?platform ([a-z][^`#|&\\n]*)");
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

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

    assertThat(commands).hasSize(24);
    assertThat(commands).allSatisfy(name -> assertThat(manual).contains("| `" + name));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsToAFile(Path document) throws IOException {
    List<Path> targets =
        LINK.matcher(Files.readString(document))
            .results()
            .map(link -> document.resolveSibling(link.group(1)))
            .toList();

    assertThat(targets).allSatisfy(target -> assertThat(target).exists());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyCommandIsUnderstood(Path document) throws IOException {
    List<List<String>> commands =
        COMMAND
            .matcher(Files.readString(document))
            .results()
            .map(command -> words(command.group(1)))
            .filter(words -> !words.getFirst().equals("test"))
            .toList();

    assertThat(commands).allSatisfy(DocumentationTest::parse);
  }

  private static void parse(List<String> words) {
    String[] args = words.toArray(String[]::new);
    new Commands(ProgramFixtures.silent(), MemoryWorld.quick()).line(args).parseArgs(args);
  }

  private static List<String> words(String command) {
    return WORD.matcher(command).results().map(MatchResult::group).toList();
  }

  private static Stream<Path> documents() throws IOException {
    Path root = Path.of("..");
    try (Stream<Path> pages = Files.walk(root.resolve("docs"))) {
      return Stream.concat(
          Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(root::resolve),
          pages.filter(page -> page.toString().endsWith(".md")).sorted().toList().stream())
          .toList()
          .stream();
    }
  }

  private static String table() {
    StringBuilder table = new StringBuilder("| status | meaning |\n|---|---|\n");
    for (ExitCode code : ExitCode.values()) {
      table.append("| %d | %s |%n".formatted(code.status(), code.meaning()));
    }
    return table.toString();
  }
}
