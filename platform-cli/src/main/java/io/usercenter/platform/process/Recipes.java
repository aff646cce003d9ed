package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problems;
import io.usercenter.platform.process.Recipe.Command;
import io.usercenter.platform.process.Recipe.Readiness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything {@code compose/native.yml} says: how each service runs, and from what. */
public final class Recipes {

  private final Map<String, Entry> entries;
  private final Map<String, Fields> artifacts;

  private Recipes(Map<String, Entry> entries, Map<String, Fields> artifacts) {
    this.entries = entries;
    this.artifacts = artifacts;
  }

  /** What is known of one service. */
  public sealed interface Entry {

    record Runs(Recipe recipe) implements Entry {}

    /** It does not run natively; the reason is for users. */
    record Absent(String reason) implements Entry {}
  }

  /**
   * Reads the tree of the file.
   *
   * @param file its name, for messages
   * @throws io.usercenter.platform.error.UserError with every problem found
   */
  public static Recipes of(Map<String, @Nullable Object> tree, String file) {
    Problems problems = new Problems();
    Fields root = new Fields(tree, file, problems);
    root.allowWithExtensions("artifacts", "services");
    Map<String, Entry> entries = new LinkedHashMap<>();
    root.objects("services").forEach((name, fields) -> entries.put(name, entry(fields)));
    Map<String, Fields> artifacts = root.objects("artifacts");
    entries.forEach((name, entry) -> {
      if (entry instanceof Entry.Runs(Recipe recipe)) {
        recipe.artifacts().stream()
            .filter(artifact -> !artifacts.containsKey(artifact))
            .forEach(artifact ->
                problems.add(
                    "there is no artifact '" + artifact + "'",
                    file + ", services." + name + ".artifacts",
                    "the file defines " + String.join(", ", artifacts.keySet()),
                    "name one of these or define it"));
      }
    });
    problems.failIfAny(ExitCode.CONFIGURATION);
    return new Recipes(entries, artifacts);
  }

  public Entry of(String service) {
    return entries.getOrDefault(
        service, new Entry.Absent("compose/native.yml does not say how it runs without Docker"));
  }

  /** Names of what a service is started from. */
  public List<String> artifactsOf(String service) {
    return of(service) instanceof Entry.Runs(Recipe recipe) ? recipe.artifacts() : List.of();
  }

  /** The definition of every artifact by name. */
  public Map<String, Fields> artifacts() {
    return artifacts;
  }

  private static Entry entry(Fields fields) {
    fields.allow(
        "absent",
        "artifacts",
        "files",
        "once",
        "warm",
        "command",
        "environment",
        "stdin",
        "ready",
        "stop_signal");
    Optional<String> absent = fields.text("absent");
    return absent.isPresent() ? new Entry.Absent(absent.get()) : new Entry.Runs(recipe(fields));
  }

  private static Recipe recipe(Fields fields) {
    return new Recipe(
        fields.texts("artifacts"),
        fields.textMap("files"),
        fields.object("once").map(Recipes::preparation),
        fields.object("warm").map(Recipes::warmUp),
        command(fields),
        fields.object("ready").map(Recipes::readiness),
        fields.text("stop_signal"));
  }

  private static Recipe.Preparation preparation(Fields fields) {
    fields.allow("directory", "commands", "version");
    return new Recipe.Preparation(
        fields.required("directory"),
        fields.list("commands").stream()
            .map(command -> {
              command.allow("command", "environment", "stdin");
              return command(command);
            })
            .toList(),
        fields
            .object("version")
            .map(version -> {
              version.allow("file", "is");
              return new Recipe.DataVersion(version.required("file"), version.required("is"));
            }));
  }

  private static Recipe.WarmUp warmUp(Fields fields) {
    fields.allow("creates", "command", "environment", "stdin");
    return new Recipe.WarmUp(fields.required("creates"), command(fields));
  }

  private static Command command(Fields fields) {
    return new Command(
        fields.texts("command"), fields.textMap("environment"), fields.text("stdin"));
  }

  private static Readiness readiness(Fields fields) {
    fields.allow("http", "tcp", "redis", "postgres", "exec", "password_file");
    Optional<Readiness> http = fields.text("http").map(Readiness.Http::new);
    Optional<Readiness> tcp = fields.text("tcp").map(Readiness.Tcp::new);
    Optional<Readiness> postgres = fields.text("postgres").map(Readiness.Postgres::new);
    Optional<Readiness> redis =
        fields.text("redis").map(port -> new Readiness.Redis(port, fields.text("password_file")));
    return http.or(() -> tcp)
        .or(() -> postgres)
        .or(() -> redis)
        .orElseGet(() -> new Readiness.Exec(fields.texts("exec")));
  }
}
