package io.usercenter.platform.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files with all they extend and include, and lays them over each other into one tree. */
final class ModelReader {

  private final SourceFiles files;
  private final Report report;

  ModelReader(SourceFiles files) {
    this.files = files;
    this.report = files.report();
  }

  /**
   * The canonical tree of these files.
   *
   * @param including the files that led here, outermost first
   */
  Mapping read(List<Path> paths, Scope scope, List<Path> including) {
    Mapping tree = new Mapping(files.start(paths.get(0)));
    int before = report.size();
    for (Path file : paths) {
      for (Node document : files.take(file, files.start(file), YamlPath.ROOT)) {
        tree = new FileReader(file, scope, including).add(document, tree);
      }
    }
    if (report.size() == before) {
      Canonical.setDefaults(tree);
      new Checks(report).apply(tree);
      new Paths(scope.directory(), scope.environment().get("HOME")).apply(tree);
      resolveEnvironment(tree, scope.environment());
    }
    return tree;
  }

  /** Names without a value in lists of variables, and contents that come from variables. */
  private static void resolveEnvironment(Mapping tree, Map<String, String> environment) {
    for (Mapping service : mappings(tree.mapping("services"))) {
      Sequence variables = service.sequence("environment");
      for (int i = 0; variables != null && i < variables.size(); i++) {
        if (variables.items().get(i) instanceof Scalar(Place place, String name)
            && environment.containsKey(name)) {
          variables.items().set(i, new Scalar(place, name + "=" + environment.get(name)));
        }
      }
    }
    for (Mapping config : mappings(tree.mapping("configs"))) {
      String name = config.text("environment");
      if (name != null && environment.containsKey(name)) {
        config.set("content", environment.get(name));
      }
    }
  }

  private static List<Mapping> mappings(@Nullable Mapping group) {
    List<Mapping> mappings = new ArrayList<>();
    if (group != null) {
      for (Node node : group.entries().values()) {
        if (node instanceof Mapping mapping) {
          mappings.add(mapping);
        }
      }
    }
    return mappings;
  }

  /** Adds the documents of one file to a tree. */
  private final class FileReader {

    private final Path file;
    private final Scope scope;
    private final List<Path> including;

    FileReader(Path file, Scope scope, List<Path> including) {
      this.file = file;
      this.scope = scope;
      this.including = including;
    }

    Mapping add(Node document, Mapping tree) {
      if (Node.isNull(document)) {
        return tree;
      }
      if (!(document instanceof Mapping root)) {
        report.add(
            document,
            YamlPath.ROOT,
            "the file holds " + document.kind(),
            "a Compose file is a mapping with keys such as 'services'",
            "start with 'services:'");
        return tree;
      }
      int before = report.size();
      List<YamlPath> cleared = Tags.fold(root);
      new Interpolation(scope.environment()::get, report).apply(root);
      report.collect(() -> new Extension(files, file, scope).apply(root, cleared));
      Tags.clear(tree, cleared);
      report.collect(() -> new Inclusion(files, file, scope, including).apply(root));
      report.collect(() -> {
        Merge.files(tree, root);
        Unicity.enforce(tree);
      });
      if (report.size() == before) {
        new SchemaCheck(Grammar.compose(), report).check(tree);
      } else {
        new SchemaCheck(Grammar.compose(), report).check(root);
      }
      tree.remove("version");
      if (report.size() > before) {
        return new Mapping(tree.place());
      }
      new Canonical(report).apply(tree);
      report.collect(() -> Unicity.enforce(tree));
      return tree;
    }
  }
}
