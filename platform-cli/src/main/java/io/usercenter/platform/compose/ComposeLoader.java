package io.usercenter.platform.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Loads Compose files as the Compose Specification and its reference implementation mean them. */
public final class ComposeLoader {

  private static final String EXTENSION = "x-platform";

  private final LoadRequest request;
  private final Report report = new Report();
  private final Names names;

  private ComposeLoader(LoadRequest request) {
    this.request = request;
    this.names = new Names(request.projectDirectory().toAbsolutePath().normalize());
  }

  /**
   * Reads, merges and checks the files of a request.
   *
   * @throws io.usercenter.platform.error.UserError with every problem found in any of the files
   */
  public static Project load(LoadRequest request) {
    return new ComposeLoader(request).load();
  }

  private Project load() {
    Sources sources = Sources.of(request, report, names);
    report.failIfAny();
    SourceFiles files = new SourceFiles(report, names);
    String name = name(sources, files);
    Map<String, String> environment = new LinkedHashMap<>(sources.environment());
    environment.put("COMPOSE_PROJECT_NAME", name);
    Mapping model =
        new ModelReader(files)
            .read(sources.files(), new Scope(sources.directory(), environment), List.of());
    report.failIfAny();
    requireContent(model);
    model.set("name", name);
    new Normalization(name, environment).apply(model);
    Positions positions = new Positions(model);
    Map<String, @Nullable Object> values = new Rendering(Grammar.compose(), report).root(model);
    report.failIfAny();
    Set<String> disabled = disable(values, sources.profiles());
    new Consistency(values, disabled, positions, report).check();
    report.failIfAny();
    new ServiceFiles(model, environment, names, report).resolve(values);
    report.failIfAny();
    Pruning.removeUnused(values);
    return new Project(
        name,
        Tree.mapOrEmpty(Tree.doubleDollars(values)),
        values,
        extensions(model),
        positions,
        new Project.Origin(sources.directory(), sources.files(), environment, disabled));
  }

  private static Map<String, Map<String, @Nullable Object>> extensions(Mapping model) {
    Map<String, Map<String, @Nullable Object>> extensions = new TreeMap<>();
    for (String group : List.of("services", "secrets")) {
      if (model.get(group) instanceof Mapping members) {
        members
            .entries()
            .forEach((name, member) -> {
              if (member instanceof Mapping fields
                  && fields.get(EXTENSION) instanceof Mapping extension) {
                extensions.put(group + "." + name, Tree.mapOrEmpty(Nodes.plain(extension)));
              }
            });
      }
    }
    return extensions;
  }

  private String name(Sources sources, SourceFiles files) {
    List<Scalar> written = new ArrayList<>();
    for (Path file : sources.files()) {
      for (Node document : files.peek(file)) {
        if (document instanceof Mapping root && root.get("name") instanceof Scalar scalar) {
          written.add(scalar);
        }
      }
    }
    return ProjectName.of(
        request.overrides().projectName(), written, sources.environment(), sources.directory());
  }

  private void requireContent(Mapping model) {
    if (model.isEmpty()) {
      report.add(
          model,
          YamlPath.ROOT,
          "the Compose file is empty",
          "it defines nothing to run",
          "add 'services:' with at least one service");
      report.failIfAny();
    }
  }

  /** Takes out the services of which no profile is active; gives their names. */
  private static Set<String> disable(Map<String, @Nullable Object> values, List<String> profiles) {
    Set<String> disabled = new HashSet<>();
    if (profiles.contains("*")) {
      return disabled;
    }
    Map<String, @Nullable Object> enabled = new TreeMap<>();
    for (Map.Entry<String, @Nullable Object> entry :
        Tree.mapOrEmpty(values.get("services")).entrySet()) {
      List<@Nullable Object> own = Tree.list(Tree.mapOrEmpty(entry.getValue()).get("profiles"));
      if (own.isEmpty() || own.stream().anyMatch(profiles::contains)) {
        enabled.put(entry.getKey(), entry.getValue());
      } else {
        disabled.add(entry.getKey());
      }
    }
    values.put("services", enabled);
    return disabled;
  }
}
