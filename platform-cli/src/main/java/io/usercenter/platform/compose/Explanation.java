package io.usercenter.platform.compose;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a variable gets its value from: in the Compose files themselves, and in each service. */
public final class Explanation {

  private final Project project;
  private final String name;
  private final Map<String, String> outer;
  private final List<String> lines = new ArrayList<>();

  private Explanation(Project project, String name, Map<String, String> outer) {
    this.project = project;
    this.name = name;
    this.outer = outer;
  }

  /**
   * One line for each source, that which wins first.
   *
   * @param outer the environment of the process
   * @throws UserError when nothing sets or uses the variable
   */
  public static List<String> of(Project project, String name, Map<String, String> outer) {
    Explanation explanation = new Explanation(project, name, outer);
    explanation.interpolation();
    explanation.services();
    if (explanation.lines.isEmpty()) {
      throw new UserError(
          ExitCode.NOT_RUNNING,
          "nothing sets or uses the variable '" + name + "'",
          String.join(", ", project.origin().files().stream().map(Path::toString).toList()),
          "no service has it, no Compose file refers to it, and the environment lacks it",
          "platform config shows the variables of every service");
    }
    return List.copyOf(explanation.lines);
  }

  private void interpolation() {
    List<String> uses = new ArrayList<>();
    Pattern use =
        Pattern.compile(
            "(?<!\\$)\\$(?:\\{"
                + Pattern.quote(name)
                + "([^}]*)\\}|"
                + Pattern.quote(name)
                + "\\b)");
    for (Path file : project.origin().files()) {
      each(
          file,
          (number, line) -> {
            Matcher matcher = use.matcher(line);
            if (matcher.find()) {
              uses.add(file + ":" + number + ": " + matcher.group());
            }
          });
    }
    List<String> written = new ArrayList<>();
    Path dotEnv = project.origin().directory().resolve(".env");
    if (Files.isRegularFile(dotEnv)) {
      Pattern assignment =
          Pattern.compile("\\s*(?:export\\s+)?" + Pattern.quote(name) + "\\s*[=:].*");
      each(
          dotEnv,
          (number, line) -> {
            if (assignment.matcher(line).matches()) {
              written.add(dotEnv + ":" + number);
            }
          });
    }
    if (uses.isEmpty() && written.isEmpty() && !outer.containsKey(name)) {
      return;
    }
    boolean set = outer.containsKey(name);
    if (set) {
      lines.add(
          "compose files: " + shown(outer.get(name)) + ", from the environment of the process");
    }
    for (String place : written) {
      String loses = set ? ", which loses against the environment" : "";
      String value = set ? "a value" : shown(project.origin().environment().get(name));
      lines.add("compose files: " + value + ", from " + place + loses);
    }
    if (!set && written.isEmpty()) {
      lines.add("compose files: not set, so that defaults apply");
    }
    uses.forEach(place -> lines.add("  used in " + place));
  }

  private void services() {
    project
        .services()
        .forEach((service, fields) -> {
          Map<String, @Nullable Object> environment = Tree.mapOrEmpty(fields.get("environment"));
          if (environment.containsKey(name)) {
            Object value = environment.get(name);
            lines.add(
                "service "
                    + service
                    + ": "
                    + (value == null ? "unset" : shown(value))
                    + ", from "
                    + origin(service));
          }
        });
  }

  private String origin(String service) {
    Place place = project.positions().place("services", service, "environment", name);
    Place around = project.positions().place("services", service, "environment");
    boolean written = !place.equals(around);
    return written
        ? place.toString()
        : "its env_file (" + project.positions().of("services", service, "env_file") + ")";
  }

  private String shown(@Nullable Object value) {
    String upper = name.toUpperCase(Locale.ROOT);
    boolean secret = upper.contains("PASS") || upper.contains("SECRET") || upper.contains("TOKEN");
    return secret ? "a value that is not shown" : "'" + value + "'";
  }

  private interface LineTaker {
    void take(int number, String line);
  }

  private static void each(Path file, LineTaker taker) {
    try {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        taker.take(number, line);
      }
    } catch (IOException failure) {
      throw new UserError(
          ExitCode.CONFIGURATION,
          "a file cannot be read",
          file.toString(),
          failure.toString(),
          "check that it is UTF-8 text that you may read");
    }
  }
}
