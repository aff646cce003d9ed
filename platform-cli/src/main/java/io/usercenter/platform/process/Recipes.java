package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problems;
import io.usercenter.platform.process.Recipe.Command;
import io.usercenter.platform.process.Recipe.Readiness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Everything {@code compose/native.yml} says: how each service runs, and from what. */
public final class Recipes {

  private final Map<String, Entry> entries;
  private final Map<String, Fields> artifacts;

  private Recipes(Map<String, Entry> entries, Map<String, Fields> artifacts) {
    this.entries = entries;
    this.artifacts = artifacts;
  }

  /**
   * What is known of one service: either how it runs or why it does not.
   *
   * @param remark what users should know about how it runs
   */
  public record Entry(Optional<Recipe> recipe, Optional<String> absence, Optional<String> remark) {

    static Entry runs(Recipe recipe, Optional<String> remark) {
      return new Entry(Optional.of(recipe), Optional.empty(), remark);
    }

    /** It does not run natively; the reason is for users. */
    static Entry absent(String reason) {
      return new Entry(Optional.empty(), Optional.of(reason), Optional.empty());
    }
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
    entries.forEach((name, entry) -> requireArtifacts(name, entry, artifacts.keySet(), problems));
    problems.failIfAny(ExitCode.CONFIGURATION);
    return new Recipes(entries, artifacts);
  }

  /**
   * The same with Java services that run other programs.
   *
   * @param commands what becomes of theirs, by service
   */
  public Recipes running(Map<String, UnaryOperator<List<String>>> commands) {
    Map<String, Entry> changed = new LinkedHashMap<>(entries);
    commands.forEach((service, change) ->
        changed.computeIfPresent(
            service,
            (_, entry) ->
                new Entry(
                    entry.recipe().map(it -> it.running(change)),
                    entry.absence(),
                    entry.remark())));
    return new Recipes(changed, artifacts);
  }

  private static void requireArtifacts(
      String service, Entry entry, Set<String> defined, Problems problems) {
    for (String artifact : entry.recipe().map(Recipe::artifacts).orElse(List.of())) {
      if (!defined.contains(artifact)) {
        problems.add(
            "there is no artifact '" + artifact + "'",
            "services." + service + ".artifacts",
            "native.yml defines " + String.join(", ", defined),
            "name one of these or define it");
      }
    }
  }

  public Entry of(String service) {
    return entries.getOrDefault(
        service, Entry.absent("compose/native.yml does not say how it runs without Docker"));
  }

  /** The reason why a service of ours never runs natively; nothing is said of foreign ones. */
  public Optional<String> statedAbsence(String service) {
    Entry entry = entries.get(service);
    return entry == null ? Optional.empty() : entry.absence();
  }

  /** Names of what a service is started from. */
  public List<String> artifactsOf(String service) {
    return of(service).recipe().map(Recipe::artifacts).orElse(List.of());
  }

  /** The definition of every artifact by name. */
  public Map<String, Fields> artifacts() {
    return artifacts;
  }

  private static Entry entry(Fields fields) {
    fields.allow(
        "absent",
        "remark",
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
    return absent
        .map(Entry::absent)
        .orElseGet(() -> Entry.runs(recipe(fields), fields.text("remark")));
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
