package io.usercenter.platform.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes into one file what the files it includes define. */
final class Inclusion {

  private static final List<String> GROUPS =
      List.of("services", "volumes", "networks", "secrets", "configs", "models");

  private final SourceFiles files;
  private final Report report;
  private final Path file;
  private final Scope scope;
  private final List<Path> including;

  /**
   * @param including the files that led to this one, outermost first
   */
  Inclusion(SourceFiles files, Path file, Scope scope, List<Path> including) {
    this.files = files;
    this.report = files.report();
    this.file = file;
    this.scope = scope;
    this.including = including;
  }

  /** Changes the tree in place; {@code include} itself goes. */
  void apply(Mapping root) {
    Node node = root.get("include");
    root.remove("include");
    if (node == null) {
      return;
    }
    YamlPath path = YamlPath.of("include");
    if (!(node instanceof Sequence includes)) {
      report.add(
          node,
          path,
          "'include' is " + node.kind(),
          "it takes a list",
          "write it as a list: '- file.yaml'");
      return;
    }
    for (int i = 0; i < includes.size(); i++) {
      includeOne(root, includes.items().get(i), path.item(i));
    }
  }

  private void includeOne(Mapping root, Node item, YamlPath path) {
    int before = report.size();
    Mapping checked = new Mapping(item.place());
    Sequence list = new Sequence(item.place());
    checked.put("include", list);
    list.add(item);
    new SchemaCheck(Grammar.compose(), report).check(checked);
    if (report.size() > before) {
      return;
    }
    Node paths = item instanceof Mapping mapping ? mapping.get("path") : item;
    List<Path> targets = new ArrayList<>();
    for (String text : texts(paths)) {
      Path target = files.resolve(scope, text, item, path);
      if (target != null) {
        targets.add(target);
      }
    }
    if (targets.isEmpty()) {
      return;
    }
    List<Path> outer = new ArrayList<>(including);
    outer.add(file);
    if (outer.contains(targets.get(0))) {
      circle(outer, targets.get(0), item, path);
      return;
    }
    load(root, item, path, targets, outer);
  }

  private void circle(List<Path> outer, Path again, Node item, YamlPath path) {
    List<String> shown = new ArrayList<>();
    outer.forEach(each -> shown.add(files.shown(each)));
    shown.add(files.shown(again));
    report.add(
        item,
        path,
        "files include each other in a circle",
        String.join(" includes ", shown),
        "remove one of these 'include'");
  }

  private void load(Mapping root, Node item, YamlPath path, List<Path> targets, List<Path> outer) {
    Path parent = targets.get(0).getParent();
    Path directory = parent == null ? scope.directory() : parent;
    String given = item instanceof Mapping mapping ? mapping.text("project_directory") : null;
    if (given != null && !given.isEmpty()) {
      Path resolved = files.resolve(scope, given, item, path.child("project_directory"));
      directory = resolved == null ? directory : resolved;
    }
    Map<String, String> environment = includedEnvironment(item, path, directory);
    for (Path target : targets) {
      if (!Files.exists(target)) {
        report.add(
            item,
            path,
            "the included file '" + files.shown(target) + "' cannot be used",
            "it does not exist",
            "create it, or correct the path");
        return;
      }
    }
    int before = report.size();
    Mapping imported =
        new ModelReader(files).read(targets, new Scope(directory, environment), outer);
    if (report.size() == before) {
      GROUPS.forEach(group -> take(imported, root, group, item, path));
    }
  }

  private Map<String, String> includedEnvironment(Node item, YamlPath path, Path directory) {
    List<Path> envFiles = new ArrayList<>();
    Node given = item instanceof Mapping mapping ? mapping.get("env_file") : null;
    if (given == null || texts(given).isEmpty()) {
      Path standard = directory.resolve(".env");
      if (TextFile.exists(standard)) {
        envFiles.add(standard);
      }
    }
    for (String text : texts(given)) {
      Path resolved = text.equals("/dev/null") ? null : files.resolve(scope, text, item, path);
      if (resolved != null) {
        envFiles.add(resolved);
      }
    }
    Map<String, String> environment = new LinkedHashMap<>(scope.environment());
    Map<String, String> added = new LinkedHashMap<>();
    for (Path each : envFiles) {
      added.putAll(
          files
              .environmentFile()
              .read(
                  each,
                  false,
                  name ->
                      scope.environment().containsKey(name)
                          ? scope.environment().get(name)
                          : added.get(name),
                  new EnvironmentFile.Reference(item.place(), path)));
    }
    added.forEach(environment::putIfAbsent);
    return environment;
  }

  private static List<String> texts(@Nullable Node node) {
    List<String> texts = new ArrayList<>();
    String text = Node.text(node);
    if (node instanceof Sequence sequence) {
      sequence.items().forEach(item -> texts.addAll(texts(item)));
    } else if (text != null) {
      texts.add(text);
    }
    return texts;
  }

  private void take(Mapping imported, Mapping root, String group, Node item, YamlPath path) {
    Mapping from = imported.mapping(group);
    if (from == null || (root.has(group) && root.mapping(group) == null)) {
      return;
    }
    Mapping to = root.mapping(group);
    if (to == null) {
      to = new Mapping(from.place());
      root.put(group, to);
    }
    for (Map.Entry<String, Node> entry : from.entries().entrySet()) {
      Node own = to.get(entry.getKey());
      if (own == null) {
        to.put(entry.getKey(), entry.getValue());
      } else if (!Nodes.same(own, entry.getValue())) {
        report.add(
            own,
            YamlPath.of(group, entry.getKey()),
            "'" + group + "." + entry.getKey() + "' is also defined by an included file",
            entry.getValue().place()
                + " ("
                + path
                + " in "
                + item.place()
                + ") defines it differently",
            "rename one of them, or override it with a second file in 'include.path'");
      }
    }
  }
}
