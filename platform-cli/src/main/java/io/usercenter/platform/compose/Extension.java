package io.usercenter.platform.compose;

import io.usercenter.platform.error.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the services of one file what they take over with {@code extends}. */
final class Extension {

  private static final int MOST_EXTENDS = 100;

  private final SourceFiles files;
  private final Report report;
  private final Path file;
  private final Scope scope;
  private final Map<Path, @Nullable Extended> extendedFiles = new HashMap<>();

  Extension(SourceFiles files, Path file, Scope scope) {
    this.files = files;
    this.report = files.report();
    this.file = file;
    this.scope = scope;
  }

  /** A file some service extends a service of. */
  private record Extended(Mapping services, List<YamlPath> cleared) {}

  /**
   * Changes the services in place.
   *
   * @param cleared the paths the tags of this document clear in what is extended
   */
  void apply(Mapping root, List<YamlPath> cleared) {
    Mapping services = root.mapping("services");
    if (services == null) {
      return;
    }
    for (String name : List.copyOf(services.entries().keySet())) {
      report.collect(() -> extend(name, services, List.of(cleared), new ArrayList<>()));
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
    String where = files.shown(file);
    String other = Node.text(fileNode);
    if (other != null) {
      Extended loaded = extendedFile(other, extended, path.child("file"));
      if (loaded == null) {
        return node;
      }
      siblings = loaded.services();
      clearing.add(loaded.cleared());
      where = files.shown(scope.resolve(other));
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
    files.count(source, extended.place(), path);
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
        "'" + where + "' defines only " + NearestName.list(siblings.entries().keySet()),
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

  private Node merge(String name, Mapping service, Mapping source, List<List<YamlPath>> clearing) {
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
    Path target = files.resolve(scope, other, by, path);
    if (target == null) {
      return null;
    }
    if (!extendedFiles.containsKey(target)) {
      extendedFiles.put(target, readExtended(target, by, path));
    }
    return extendedFiles.get(target);
  }

  private @Nullable Extended readExtended(Path target, Node by, YamlPath path) {
    int before = report.size();
    Mapping tree = new Mapping(by.place());
    List<YamlPath> cleared = new ArrayList<>();
    for (Node document : files.take(target, by.place(), path)) {
      if (document instanceof Mapping root) {
        cleared.addAll(Tags.fold(root));
        new Interpolation(scope.environment()::get, report).apply(root);
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
          "'" + files.shown(target) + "' has no services",
          "a service of it is extended",
          "define the service there, or correct the file");
      return null;
    }
    Path parent = target.getParent();
    new Paths(parent == null ? scope.directory() : parent, scope.environment().get("HOME"))
        .apply(tree);
    return new Extended(services, cleared);
  }
}
