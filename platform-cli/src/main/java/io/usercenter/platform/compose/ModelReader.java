package io.usercenter.platform.compose;

import io.usercenter.platform.error.UserError;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files with all they extend and include, and lays them over each other into one tree. */
final class ModelReader {

  private static final int MOST_FILES = 500;
  private static final int MOST_EXTENDS = 100;
  private static final List<String> GROUPS =
      List.of("services", "volumes", "networks", "secrets", "configs", "models");

  private final Report report;
  private final Names names;
  private final EnvironmentFile environmentFile;
  private final Map<String, List<Node>> parsed = new HashMap<>();
  private int files;

  ModelReader(Report report, Names names) {
    this.report = report;
    this.names = names;
    this.environmentFile = new EnvironmentFile(report, names);
  }

  /** The documents of a file; none when it cannot be read, which is reported. */
  List<Node> documents(Path file, Place by, YamlPath path) {
    String key = file.toString();
    List<Node> known = parsed.get(key);
    if (known == null) {
      known = parse(file, by, path);
      parsed.put(key, known);
    }
    List<Node> copies = new ArrayList<>(known.size());
    for (Node each : known) {
      copies.add(each.copy());
    }
    return copies;
  }

  private List<Node> parse(Path file, Place by, YamlPath path) {
    try {
      return YamlReader.read(names.shown(file), TextFile.read(file));
    } catch (TextFile.Unreadable e) {
      report.add(by, path, "the file '" + names.shown(file) + "' cannot be used", e.why(), e.fix());
    } catch (UserError e) {
      report.add(e);
    }
    return List.of();
  }

  /**
   * The canonical tree of these files.
   *
   * @param including the files that led here, outermost first
   */
  Mapping read(List<Path> paths, Scope scope, List<Path> including) {
    Mapping tree = new Mapping(new Place(names.shown(paths.get(0)), 1, 1));
    int before = report.size();
    for (Path file : paths) {
      Place start = new Place(names.shown(file), 1, 1);
      countFile(start);
      for (Node document : documents(file, start, YamlPath.ROOT)) {
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

  private void countFile(Place place) {
    if (++files > MOST_FILES) {
      throw Report.error(
          new Scalar(place, null),
          YamlPath.ROOT,
          "more than " + MOST_FILES + " files are included",
          "they include each other too often",
          "include each file once");
    }
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
    private final Map<Path, @Nullable Extended> extendedFiles = new HashMap<>();

    FileReader(Path file, Scope scope, List<Path> including) {
      this.file = file;
      this.scope = scope;
      this.including = including;
    }

    /** A file some service extends a service of. */
    private record Extended(Mapping services, List<YamlPath> cleared) {}

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
      interpolation().apply(root);
      attempt(() -> extend(root, cleared));
      Tags.clear(tree, cleared);
      attempt(() -> include(root));
      attempt(() -> {
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
      attempt(() -> Unicity.enforce(tree));
      return tree;
    }

    private Interpolation interpolation() {
      return new Interpolation(scope.environment()::get, report);
    }

    private void attempt(Runnable step) {
      try {
        step.run();
      } catch (UserError e) {
        report.add(e);
      }
    }

    private void extend(Mapping root, List<YamlPath> cleared) {
      Mapping services = root.mapping("services");
      if (services == null) {
        return;
      }
      for (String name : List.copyOf(services.entries().keySet())) {
        attempt(() -> extend(name, services, List.of(cleared), new ArrayList<>()));
      }
    }

    private @Nullable Node extend(
        String name, Mapping services, List<List<YamlPath>> cleared, List<String> chain) {
      Node node = services.get(name);
      if (!(node instanceof Mapping service)) {
        return node;
      }
      Node extended = service.get("extends");
      String from =
          extended instanceof Mapping mapping ? mapping.text("service") : Node.text(extended);
      if (extended == null || from == null) {
        return node;
      }
      YamlPath path = YamlPath.of("services", name, "extends");
      Node fileNode = extended instanceof Mapping mapping ? mapping.get("file") : null;
      List<List<YamlPath>> clearing = new ArrayList<>(cleared);
      Mapping siblings = services;
      String where = names.shown(file);
      String other = Node.text(fileNode);
      if (other != null) {
        Extended loaded = extendedFile(other, extended, path.child("file"));
        if (loaded == null) {
          return node;
        }
        siblings = loaded.services();
        clearing.add(loaded.cleared());
        where = names.shown(scope.resolve(other));
      }
      if (!siblings.has(from)) {
        throw missing(name, from, where, extended, path, siblings);
      }
      follow(chain, where, name, extended, path);
      Node base = extend(from, siblings, clearing, chain);
      chain.removeLast();
      if (!(base instanceof Mapping source)) {
        return node;
      }
      Node merged = merge(name, service, source.copy(source.place()), clearing);
      services.put(name, merged);
      return merged;
    }

    private UserError missing(
        String name, String from, String where, Node node, YamlPath path, Mapping siblings) {
      return Report.error(
          node,
          path,
          "service '" + name + "' extends '" + from + "', which does not exist",
          "'" + where + "' defines only " + siblings.entries().keySet(),
          NearestName.suggest(from, siblings.entries().keySet())
              .map(near -> "write '" + near + "'")
              .orElse("define '" + from + "' there, or remove 'extends'"));
    }

    private void follow(List<String> chain, String where, String name, Node node, YamlPath path) {
      String link = "'" + name + "' in " + where;
      if (chain.contains(link) || chain.size() >= MOST_EXTENDS) {
        List<String> all = new ArrayList<>(chain.subList(0, Math.min(10, chain.size())));
        all.add(link);
        throw Report.error(
            node,
            path,
            chain.contains(link)
                ? "services extend each other in a circle"
                : "services extend each other too often",
            String.join(" extends ", all),
            "remove one of these 'extends'");
      }
      chain.add(link);
    }

    private Node merge(
        String name, Mapping service, Mapping source, List<List<YamlPath>> clearing) {
      Mapping wrapped = new Mapping(source.place());
      Mapping services = new Mapping(source.place());
      wrapped.put("services", services);
      services.put(name, source);
      clearing.forEach(paths -> Tags.clear(wrapped, paths));
      Node merged = Merge.nodes(source, service, YamlPath.of("services", name));
      if (merged instanceof Mapping mapping) {
        mapping.remove("extends");
        Mapping placed = new Mapping(service.place());
        placed.entries().putAll(mapping.entries());
        return placed;
      }
      return merged;
    }

    private @Nullable Extended extendedFile(String other, Node by, YamlPath path) {
      Path target = resolve(other, by, path);
      if (target == null) {
        return null;
      }
      if (!extendedFiles.containsKey(target)) {
        extendedFiles.put(target, readExtended(target, by, path));
      }
      return extendedFiles.get(target);
    }

    private @Nullable Path resolve(String text, Node by, YamlPath path) {
      try {
        return scope.resolve(text);
      } catch (InvalidPathException _) {
        report.add(
            by,
            path,
            "'" + path.name() + "' is no path",
            "it holds a character no path has",
            "correct the path");
        return null;
      }
    }

    private @Nullable Extended readExtended(Path target, Node by, YamlPath path) {
      countFile(by.place());
      int before = report.size();
      Mapping tree = new Mapping(by.place());
      List<YamlPath> cleared = new ArrayList<>();
      for (Node document : documents(target, by.place(), path)) {
        if (document instanceof Mapping root) {
          cleared.addAll(Tags.fold(root));
          interpolation().apply(root);
          Tags.clear(tree, cleared);
          Merge.files(tree, root);
          Unicity.enforce(tree);
          new Canonical(report).apply(tree);
          Unicity.enforce(tree);
        }
      }
      Mapping services = tree.mapping("services");
      if (report.size() > before) {
        return null;
      }
      if (services == null) {
        report.add(
            by,
            path,
            "'" + names.shown(target) + "' has no services",
            "a service of it is extended",
            "define the service there, or correct the file");
        return null;
      }
      Path parent = target.getParent();
      new Paths(parent == null ? scope.directory() : parent, scope.environment().get("HOME"))
          .apply(tree);
      return new Extended(services, cleared);
    }

    private void include(Mapping root) {
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
        Path target = resolve(text, item, path);
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
      outer.forEach(each -> shown.add(names.shown(each)));
      shown.add(names.shown(again));
      report.add(
          item,
          path,
          "files include each other in a circle",
          String.join(" includes ", shown),
          "remove one of these 'include'");
    }

    private void load(
        Mapping root, Node item, YamlPath path, List<Path> targets, List<Path> outer) {
      Path parent = targets.get(0).getParent();
      Path directory = parent == null ? scope.directory() : parent;
      String given = item instanceof Mapping mapping ? mapping.text("project_directory") : null;
      if (given != null && !given.isEmpty()) {
        Path resolved = resolve(given, item, path.child("project_directory"));
        directory = resolved == null ? directory : resolved;
      }
      Map<String, String> environment = includedEnvironment(item, path, directory);
      for (Path target : targets) {
        if (!Files.exists(target)) {
          report.add(
              item,
              path,
              "the included file '" + names.shown(target) + "' cannot be used",
              "it does not exist",
              "create it, or correct the path");
          return;
        }
      }
      int before = report.size();
      Mapping imported = ModelReader.this.read(targets, new Scope(directory, environment), outer);
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
        Path resolved = text.equals("/dev/null") ? null : resolve(text, item, path);
        if (resolved != null) {
          envFiles.add(resolved);
        }
      }
      Map<String, String> environment = new LinkedHashMap<>(scope.environment());
      Map<String, String> added = new LinkedHashMap<>();
      for (Path each : envFiles) {
        added.putAll(
            environmentFile.read(
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
}
