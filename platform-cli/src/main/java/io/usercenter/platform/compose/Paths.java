package io.usercenter.platform.compose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the paths of a tree absolute, in place. */
final class Paths {

  private static final List<String> REMOTE =
      List.of("https://", "http://", "git://", "ssh://", "github.com/", "git@");

  private final Path directory;
  private final @Nullable String home;

  /**
   * @param home the home directory, for {@code ~}
   */
  Paths(Path directory, @Nullable String home) {
    this.directory = directory;
    this.home = home;
  }

  void apply(Mapping root) {
    for (Mapping service : values(root, "services")) {
      service(service);
    }
    for (Mapping volume : values(root, "volumes")) {
      driverOptions(volume);
    }
    for (String kind : List.of("configs", "secrets")) {
      for (Mapping resource : values(root, kind)) {
        change(resource, "file", this::unixOrWindows);
      }
    }
  }

  private static List<Mapping> values(Mapping root, String key) {
    Mapping group = root.mapping(key);
    return group == null
        ? List.of()
        : group.entries().values().stream()
            .filter(Mapping.class::isInstance)
            .map(Mapping.class::cast)
            .toList();
  }

  private interface Change {
    String apply(String path);
  }

  private static void change(Mapping mapping, String key, Change change) {
    if (mapping.get(key) instanceof Scalar(Place place, String text)) {
      mapping.put(key, new Scalar(place, change.apply(text)));
    }
  }

  private void service(Mapping service) {
    Mapping build = service.mapping("build");
    if (build != null) {
      change(build, "context", this::context);
      Mapping contexts = build.mapping("additional_contexts");
      if (contexts != null) {
        contexts.entries().keySet().forEach(key -> change(contexts, key, this::context));
      }
      Mapping ssh = build.mapping("ssh");
      if (ssh != null) {
        ssh.entries().keySet().forEach(key -> change(ssh, key, this::unixOrWindows));
      }
    }
    Canonical.mappings(service.sequence("env_file"))
        .forEach(file -> change(file, "path", this::absolute));
    labelFiles(service.sequence("label_file"));
    Mapping extended = service.mapping("extends");
    if (extended != null) {
      change(extended, "file", this::absolute);
    }
    Mapping develop = service.mapping("develop");
    if (develop != null) {
      Canonical.mappings(develop.sequence("watch"))
          .forEach(watch -> change(watch, "path", this::watched));
    }
    for (Mapping volume : Canonical.mappings(service.sequence("volumes"))) {
      if ("bind".equals(volume.text("type"))) {
        change(volume, "source", this::unixOrWindows);
      }
    }
  }

  private void labelFiles(@Nullable Sequence files) {
    for (int i = 0; files != null && i < files.size(); i++) {
      if (files.items().get(i) instanceof Scalar(Place place, String text)) {
        files.items().set(i, new Scalar(place, absolute(text)));
      }
    }
  }

  private static boolean isBind(Map<String, Node> options) {
    return "bind".equals(Node.text(options.get("o")));
  }

  private void driverOptions(Mapping volume) {
    Mapping options = volume.mapping("driver_opts");
    if (options != null && "local".equals(volume.text("driver")) && isBind(options.entries())) {
      change(options, "device", this::unixOrWindows);
    }
  }

  String absolute(String text) {
    String path = expandHome(text);
    return path.isEmpty() || path.startsWith("/") ? path : join(path);
  }

  private String context(String text) {
    if (text.contains("://")
        || text.startsWith("service:")
        || REMOTE.stream().anyMatch(text::startsWith)) {
      return text;
    }
    return absolute(text);
  }

  private String unixOrWindows(String text) {
    String path = expandHome(text);
    return path.startsWith("/") || isWindowsAbsolute(path) ? path : join(path);
  }

  private String watched(String text) {
    String path = absolute(text);
    if (path.indexOf('\0') >= 0) {
      return path;
    }
    Path at = Path.of(path);
    for (Path parent = at; parent != null; parent = parent.getParent()) {
      try {
        return parent.toRealPath().resolve(parent.relativize(at)).normalize().toString();
      } catch (IOException _) {
        // What does not exist cannot be a link.
      }
    }
    return path;
  }

  private String join(String path) {
    if (path.indexOf('\0') >= 0) {
      return path;
    }
    return Canonical.cleanTarget(directory.resolve(path).toString());
  }

  private String expandHome(String path) {
    return path.startsWith("~") && home != null
        ? Canonical.cleanTarget(home + "/" + path.substring(1))
        : path;
  }

  /** {@code C:\x}, {@code C:/x} or {@code \\server\share}. */
  static boolean isWindowsAbsolute(String path) {
    boolean drive =
        path.length() > 2
            && path.charAt(1) == ':'
            && Character.isLetter(path.charAt(0))
            && (path.charAt(2) == '\\' || path.charAt(2) == '/');
    return drive || path.startsWith("\\\\") || path.startsWith("//");
  }
}
