package io.usercenter.platform.dashboard;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the promtool of our Prometheus, which reads PromQL with the server's own parser.
 *
 * @param program path of promtool
 */
public record Promtool(Path program) implements Lint.Promql {

  private static final long LIMIT_SECONDS = 30;

  /** Each expression is a rule of its own, in a group that has its number as a name. */
  private static final Pattern COMPLAINT =
      Pattern.compile("group \"(\\d+)\", rule \\d+, \"[^\"]*\": could not parse expression: (.*)");

  @Override
  public Map<String, String> complaints(Set<String> expressions) throws InterruptedException {
    List<String> numbered = List.copyOf(expressions);
    if (numbered.isEmpty()) {
      return Map.of();
    }
    try {
      Path file = Files.createTempFile("platform-promql", ".yml");
      try {
        Files.writeString(file, rules(numbered));
        return complaints(numbered, run(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String rules(List<String> expressions) {
    StringBuilder rules = new StringBuilder("groups:\n");
    for (int number = 0; number < expressions.size(); number++) {
      String quoted = expressions.get(number).replace("'", "''").replaceAll("\\s+", " ");
      rules.append(
          "  - name: '%d'\n    rules: [{record: r%d, expr: '%s'}]\n"
              .formatted(number, number, quoted));
    }
    return rules.toString();
  }

  private List<String> run(Path file) throws IOException, InterruptedException {
    Path said = Files.createTempFile("platform-promtool", ".log");
    try {
      Process process =
          new ProcessBuilder(program.toString(), "check", "rules", "--lint=none", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw failed("it did not end within " + LIMIT_SECONDS + " s");
      }
      List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
      boolean understood = process.exitValue() == 0 || lines.stream().anyMatch(Promtool::isOne);
      if (!understood) {
        throw failed(String.join("; ", lines));
      }
      return process.exitValue() == 0 ? List.of() : lines;
    } finally {
      Files.delete(said);
    }
  }

  private static boolean isOne(String line) {
    return COMPLAINT.matcher(line).find();
  }

  private static Map<String, String> complaints(List<String> expressions, List<String> lines) {
    Map<String, String> complaints = new HashMap<>();
    for (String line : lines) {
      Matcher matcher = COMPLAINT.matcher(line);
      if (matcher.find()) {
        complaints.putIfAbsent(
            expressions.get(Integer.parseInt(matcher.group(1))), matcher.group(2));
      }
    }
    return complaints;
  }

  private UserError failed(String why) {
    return new UserError(
        ExitCode.FAILED,
        "promtool did not check the queries",
        program.toString(),
        why,
        "platform fetch prometheus");
  }
}
