package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.platform.develop.Mistake;
import io.usercenter.platform.develop.Outcome;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the writers really write is what docs/schema promises. */
class SchemaTest {

  private static final Path SCHEMAS = Path.of("../docs/schema");

  @ParameterizedTest
  @CsvSource({
    "version, version --json",
    "plan, plan --json",
    "plan, up --dry-run --json",
    "doctor, doctor --json",
    "verify, verify --json",
    "status, status --json",
    "status, status --json --show-passwords",
  })
  void aDocumentIsAsItsSchemaSays(String schema, String command) throws IOException {
    MemoryWorld world = MemoryWorld.quick();
    if (List.of("status", "verify").contains(schema)) {
      ProgramFixtures.run(world, "up");
    }

    var run = ProgramFixtures.run(world, command.split(" ", -1));

    assertThat(problems(schema, run.out())).isEmpty();
  }

  @Test
  void theStatusOfAStackThatDoesNotRunHasTheSameShape() throws IOException {
    var run = ProgramFixtures.run(MemoryWorld.quick(), "status", "--json");

    assertThat(problems("status", run.out())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "up --json, ''",
    "up --json, db",
    "fetch --json, ''",
    "down --json, ''",
    "rebuild --json, ''",
  })
  void everyEventIsAsItsSchemaSays(String command, String broken) throws IOException {
    MemoryWorld world = new MemoryWorld(new MemoryRuntime(Set.of(broken), Duration.ZERO));

    var run = ProgramFixtures.run(world, command.split(" ", -1));

    List<String> lines = run.out().lines().toList();
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      assertThat(problems("event", line)).as(line).isEmpty();
    }
    assertThat(lines.getLast()).contains("\"event\":\"finished\"");
  }

  @Test
  void aLogLineIsAsItsSchemaSays(@TempDir Path directory) throws IOException {
    MemoryWorld world = MemoryWorld.quick();
    Path log = directory.resolve("db.log");
    Files.writeString(log, "no time \"\\\t\u0007\n2026-11-23T07:00:00Z é\n");
    world.logFiles = Map.of("db", log);

    var run = ProgramFixtures.run(world, "logs", "--json");

    for (String line : run.out().lines().toList()) {
      assertThat(problems("log", line)).as(line).isEmpty();
    }
    assertThat(JSON.std.mapFrom(run.out().lines().findFirst().orElseThrow()))
        .containsEntry("text", "no time \"\\\t\u0007");
  }

  @Test
  void aTraceIsAsItsSchemaSays() throws IOException {
    TraceText.Pages nowhere =
        new TraceText.Pages(Optional.empty(), Optional.empty(), Optional.empty());

    assertThat(problems("trace", new TraceText(TraceTextTest.trail(), nowhere).json())).isEmpty();
  }

  @Test
  void aDevelopmentEventIsAsItsSchemaSays(@TempDir Path directory) throws IOException {
    StringWriter out = new StringWriter();
    DevReport report = new DevReport(ProgramFixtures.console(out), true);
    Path file = directory.resolve("A.java");
    report.ready(
        "api",
        Set.of(file),
        new Outcome.Made(directory.resolve("api.jar"), 1, Duration.ofMillis(60)),
        Duration.ofMillis(1200));
    report.rejected("api", List.of(new Mistake(file, 1, 2, "cannot find symbol", "x y;")));
    report.failed("api", new UserError(ExitCode.UNHEALTHY, "what", "where", "why", "fix"));
    report.ended("api", false);

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(4);
    for (String line : lines) {
      assertThat(problems("dev", line)).as(line).isEmpty();
    }
  }

  @Test
  void theCheckItselfSeesWhatIsWrong() throws IOException {
    String wrong = "{\"schema\":\"platform.version/2\",\"version\":1,\"extra\":true}";

    assertThat(problems("version", wrong)).hasSize(5);
  }

  private static List<String> problems(String schema, String json) throws IOException {
    String text = Files.readString(SCHEMAS.resolve(schema + "-1.json"));
    List<String> problems = new ArrayList<>();
    check(JSON.std.mapFrom(text), JSON.std.anyFrom(json), "$", problems);
    return problems;
  }

  /** The part of JSON Schema our documents use. */
  private static void check(Map<?, ?> schema, Object value, String path, List<String> problems) {
    if (schema.containsKey("const") && !schema.get("const").equals(value)) {
      problems.add(path + " is not " + schema.get("const"));
    }
    if (schema.get("enum") instanceof List<?> choices && !choices.contains(value)) {
      problems.add(path + " is none of " + choices);
    }
    Object type = schema.get("type");
    List<?> types =
        type instanceof List<?> several ? several : type == null ? List.of() : List.of(type);
    if (!types.isEmpty() && !types.contains(typeOf(value))) {
      problems.add(path + " is a " + typeOf(value));
    }
    if (value instanceof Map<?, ?> object) {
      checkObject(schema, object, path, problems);
    } else if (value instanceof List<?> list && schema.get("items") instanceof Map<?, ?> items) {
      for (int index = 0; index < list.size(); index++) {
        check(items, list.get(index), path + "[" + index + "]", problems);
      }
    }
  }

  private static void checkObject(
      Map<?, ?> schema, Map<?, ?> object, String path, List<String> problems) {
    if (schema.get("required") instanceof List<?> required) {
      required.stream()
          .filter(key -> !object.containsKey(key))
          .forEach(key -> problems.add(path + " lacks " + key));
    }
    object.forEach((key, value) -> {
      if (schema.get("properties") instanceof Map<?, ?> properties
          && properties.get(key) instanceof Map<?, ?> property) {
        check(property, value, path + "." + key, problems);
      } else {
        problems.add(path + "." + key + " is not in the schema");
      }
    });
  }

  private static String typeOf(Object value) {
    return switch (value) {
      case null -> "null";
      case String _ -> "string";
      case Boolean _ -> "boolean";
      case Integer _, Long _ -> "integer";
      case List<?> _ -> "array";
      case Map<?, ?> _ -> "object";
      default -> value.getClass().getSimpleName();
    };
  }
}
