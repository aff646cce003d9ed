package io.usercenter.platform.docker;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.stack.Definition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a container sees of the host and of volumes, in the engine's words. Compose uses {@code
 * Binds} where it can, because only they create a missing directory of the host.
 *
 * @param files content that is copied into the container before it starts, by path
 */
record Storage(List<String> binds, List<Object> mounts, Map<String, Content> files) {

  /** A file whose content the Compose files or the environment hold. */
  record Content(String text, int mode, long user, long group) {}

  /**
   * @param kept anonymous volumes of the container that is replaced, by their target
   */
  static Storage of(
      Naming naming, String service, Map<String, String> kept, Map<String, String> environment) {
    Definition definition = naming.stack().definition();
    Map<String, ?> fields = definition.service(service);
    Storage storage = new Storage(new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    Map<String, String> left = new TreeMap<>(kept);
    for (Object entry : Tree.list(fields, "volumes")) {
      Map<String, Object> volume = Tree.map(entry);
      String anonymous = left.remove(Tree.text(volume, "target"));
      storage.volume(volume, naming, anonymous);
    }
    left.forEach((target, volume) ->
        storage.mounts.add(Map.of("Type", "volume", "Source", volume, "Target", target)));
    storage.files(definition, service, "configs", "/", environment);
    storage.files(definition, service, "secrets", "/run/secrets/", environment);
    return storage;
  }

  private void volume(Map<String, Object> volume, Naming naming, @Nullable String anonymous) {
    String source = Tree.text(volume, "source");
    String target = Tree.text(volume, "target");
    Map<String, Object> bind = Tree.map(volume, "bind");
    Map<String, Object> options = Tree.map(volume, "volume");
    switch (Tree.text(volume, "type")) {
      case "bind" -> {
        boolean plain =
            bind.isEmpty()
                || (Tree.truth(bind, "create_host_path")
                    && Tree.text(bind, "propagation").isEmpty()
                    && Tree.text(bind, "recursive").isEmpty());
        if (plain) {
          binds.add(source + ":" + target + ":" + access(volume));
        } else {
          mounts.add(mount(volume, source, "BindOptions", bindOptions(bind)));
        }
      }
      case "volume" -> {
        boolean plain =
            Tree.map(options, "labels").isEmpty()
                && Tree.text(options, "subpath").isEmpty()
                && !Tree.truth(options, "nocopy");
        if (!source.isEmpty() && plain) {
          binds.add(naming.volume(source) + ":" + target + ":" + access(volume));
        } else {
          String name =
              source.isEmpty() ? (anonymous == null ? "" : anonymous) : naming.volume(source);
          mounts.add(mount(volume, name, "VolumeOptions", volumeOptions(options)));
        }
      }
      case "tmpfs" -> mounts.add(mount(volume, "", "TmpfsOptions", tmpfsOptions(volume)));
      case "image" -> mounts.add(mount(volume, source, "ImageOptions", imageOptions(volume)));
      default -> mounts.add(mount(volume, source, "", Map.of()));
    }
  }

  private static String access(Map<String, Object> volume) {
    String access = Tree.truth(volume, "read_only") ? "ro" : "rw";
    String relabel = Tree.text(Tree.map(volume, "bind"), "selinux");
    return relabel.isEmpty() ? access : access + "," + relabel;
  }

  private static Map<String, Object> mount(
      Map<String, Object> volume, String source, String key, Map<String, Object> options) {
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("Type", Tree.text(volume, "type"));
    mount.put("Target", Tree.text(volume, "target"));
    if (!source.isEmpty()) {
      mount.put("Source", source);
    }
    if (Tree.truth(volume, "read_only")) {
      mount.put("ReadOnly", true);
    }
    if (!Tree.text(volume, "consistency").isEmpty()) {
      mount.put("Consistency", Tree.text(volume, "consistency"));
    }
    if (!options.isEmpty()) {
      mount.put(key, options);
    }
    return mount;
  }

  private static Map<String, Object> bindOptions(Map<String, Object> bind) {
    Map<String, Object> options = new LinkedHashMap<>();
    if (!Tree.text(bind, "propagation").isEmpty()) {
      options.put("Propagation", Tree.text(bind, "propagation"));
    }
    switch (Tree.text(bind, "recursive")) {
      case "disabled" -> options.put("NonRecursive", true);
      case "writable" -> options.put("ReadOnlyNonRecursive", true);
      case "readonly" -> options.put("ReadOnlyForceRecursive", true);
      default -> {}
    }
    return options;
  }

  private static Map<String, Object> volumeOptions(Map<String, Object> volume) {
    Map<String, Object> options = new LinkedHashMap<>();
    if (Tree.truth(volume, "nocopy")) {
      options.put("NoCopy", true);
    }
    if (!Tree.map(volume, "labels").isEmpty()) {
      options.put("Labels", Tree.textMap(volume, "labels"));
    }
    if (!Tree.text(volume, "subpath").isEmpty()) {
      options.put("Subpath", Tree.text(volume, "subpath"));
    }
    return options;
  }

  private static Map<String, Object> tmpfsOptions(Map<String, Object> volume) {
    Map<String, Object> tmpfs = Tree.map(volume, "tmpfs");
    Map<String, Object> options = new LinkedHashMap<>();
    if (tmpfs.get("size") != null) {
      options.put("SizeBytes", Tree.number(tmpfs, "size"));
    }
    if (tmpfs.get("mode") != null) {
      options.put("Mode", mode(tmpfs, 0));
    }
    return options;
  }

  private static Map<String, Object> imageOptions(Map<String, Object> volume) {
    String subpath = Tree.text(Tree.map(volume, "image"), "subpath");
    return subpath.isEmpty() ? Map.of() : Map.of("Subpath", subpath);
  }

  // Compose files write modes as numbers in base ten, or as octal text.
  private static int mode(Map<String, Object> fields, int otherwise) {
    Object mode = fields.get("mode");
    return switch (mode) {
      case null -> otherwise;
      case Number number -> number.intValue();
      default -> Integer.parseInt(mode.toString(), 8);
    };
  }

  /** Files of configs and secrets: mounted when the host has them, else copied in. */
  private void files(
      Definition definition,
      String service,
      String group,
      String directory,
      Map<String, String> environment) {
    for (Object entry : Tree.list(definition.service(service), group)) {
      Map<String, Object> use = Tree.map(entry);
      String source = Tree.text(use, "source");
      Map<String, ?> defined = definition.member(group, source);
      String named = Tree.text(use, "target");
      String target = named.isEmpty() ? directory + source : named;
      if (!target.startsWith("/")) {
        target = directory + target;
      }
      if (Tree.truth(defined, "external")) {
        throw external(service, group, source);
      }
      if (!Tree.text(defined, "file").isEmpty()) {
        mounts.add(
            Map.of(
                "Type",
                "bind",
                "Source",
                Tree.text(defined, "file"),
                "Target",
                target,
                "ReadOnly",
                true));
      } else {
        String variable = Tree.text(defined, "environment");
        String text =
            variable.isEmpty()
                ? Tree.text(defined, "content")
                : environment.getOrDefault(variable, "");
        files.put(
            target,
            new Content(text, mode(use, 0444), Tree.number(use, "uid"), Tree.number(use, "gid")));
      }
    }
  }

  private static UserError external(String service, String group, String source) {
    String kind = group.substring(0, group.length() - 1);
    return new UserError(
        ExitCode.CONFIGURATION,
        "the " + kind + " '" + source + "' is external, which only a swarm can provide",
        "services." + service + "." + group,
        "this engine has no store of " + group,
        "define it with 'file', 'content' or 'environment'");
  }

  /** Keys of volumes of the stack that a service mounts. */
  static Set<String> volumes(Map<String, ?> fields) {
    Set<String> keys = new java.util.TreeSet<>();
    for (Object entry : Tree.list(fields, "volumes")) {
      Map<String, Object> volume = Tree.map(entry);
      if (Tree.text(volume, "type").equals("volume") && !Tree.text(volume, "source").isEmpty()) {
        keys.add(Tree.text(volume, "source"));
      }
    }
    return keys;
  }
}
