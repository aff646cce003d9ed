package io.usercenter.platform.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.usercenter.platform.compose.ConformanceCases.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceTest {

  private static final Path KNOWN = Path.of("src/test/resources/compose/known-differences.txt");

  @TempDir Path temporary;

  private final Map<String, int[]> score = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private final Set<String> failed = new TreeSet<>();

  @Test
  void givesWhatTheReferenceImplementationGives() throws IOException {
    Optional<Path> directory = ConformanceCases.directory();
    if (directory.isEmpty()) {
      System.out.println(
          "COMPOSE CONFORMANCE: 0 cases ran, the suite is absent"
              + " (set COMPOSE_CONFORMANCE to its directory)");
    }
    assumeTrue(directory.isPresent(), "0 conformance cases ran: the suite is absent");
    List<Case> cases = ConformanceCases.read(directory.orElseThrow());

    for (int i = 0; i < cases.size(); i++) {
      run(cases.get(i), temporary.resolve("case" + i));
    }

    score.forEach((group, counts) ->
        System.out.println(group + ": " + counts[0] + " passed, " + counts[1] + " failed"));
    Set<String> known = known();
    assertThat(failures.stream().filter(each -> !known.contains(id(each))))
        .as("cases that are not in " + KNOWN)
        .isEmpty();
    assertThat(known).as("cases in " + KNOWN + " that pass by now").isSubsetOf(failed);
  }

  private void run(Case test, Path top) throws IOException {
    Optional<String> wrong = ConformanceCases.run(test, top);
    score.computeIfAbsent(test.group(), _ -> new int[2])[wrong.isPresent() ? 1 : 0]++;
    wrong.ifPresent(why -> {
      failed.add(test.id());
      failures.add(test.id() + ": " + why);
    });
  }

  private static Set<String> known() throws IOException {
    Set<String> known = new TreeSet<>();
    for (String line : Files.readAllLines(KNOWN)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        known.add(id(line));
      }
    }
    return known;
  }

  private static String id(String line) {
    return line.substring(0, line.indexOf(": "));
  }
}
