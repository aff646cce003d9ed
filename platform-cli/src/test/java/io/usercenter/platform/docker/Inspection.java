package io.usercenter.platform.docker;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the engine says of all Compose projects, without what differs between any two runs. */
final class Inspection {

  private static final Set<String> OTHERS =
      Set.of(
          "version",
          "project.config_files",
          "project.working_dir",
          "project.environment_file",
          "config-hash",
          "image",
          "replace",
          "depends_on");

  private final Engine engine;
  private final Path project;
  private final Path home;
  private final Set<String> projects = new TreeSet<>();

  Inspection(Engine engine, Path project, Path home) {
    this.engine = engine;
    this.project = project;
    this.home = home;
  }

  /** The first difference; empty when there is none. */
  String difference(Map<String, Object> expected) throws IOException, InterruptedException {
    Map<String, Object> actual = new TreeMap<>();
    actual.put("containers", containers());
    actual.put("networks", networks());
    actual.put("volumes", volumes());
    String text =
        JSON.std
            .asString(actual)
            .replace(project.toString(), "${CASE_DIR}")
            .replace(home.toString(), "${HOME}")
            .replace(String.valueOf(project.getParent()), "${CASE_PARENT}");
    Map<String, Object> same = JSON.std.mapFrom(text);
    for (String group : List.of("containers", "networks", "volumes")) {
      String found = difference(group, expected.get(group), same.get(group));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }

  private static String difference(
      String path, @Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Map<?, ?> && actual instanceof Map<?, ?>) {
      Set<String> keys = new TreeSet<>(Tree.map(expected).keySet());
      keys.addAll(Tree.map(actual).keySet());
      for (String key : keys) {
        String below =
            difference(path + "." + key, Tree.map(expected).get(key), Tree.map(actual).get(key));
        if (!below.isEmpty()) {
          return below;
        }
      }
      return "";
    }
    if (expected instanceof List<?> one
        && actual instanceof List<?> other
        && one.size() == other.size()) {
      for (int index = 0; index < one.size(); index++) {
        String below = difference(path + "[" + index + "]", one.get(index), other.get(index));
        if (!below.isEmpty()) {
          return below;
        }
      }
      return "";
    }
    boolean same = String.valueOf(expected).equals(String.valueOf(actual));
    return same ? "" : path + " is " + actual + ", expected " + expected;
  }

  // Others use the same engine.
  private boolean isOfCase(Container each) {
    String directory =
        Tree.text(Tree.map(each.listed(), "Labels"), Labels.PREFIX + "project.working_dir");
    return directory.startsWith(String.valueOf(project.getParent()));
  }

  private Map<String, Object> containers() throws InterruptedException {
    Map<String, Object> all = new TreeMap<>();
    for (Container each : new Containers(engine).all()) {
      if (isOfCase(each)) {
        projects.add(each.project());
        Map<String, Object> inspected = Tree.map(engine.get("/containers/" + each.id() + "/json"));
        all.put(Tree.text(inspected, "Name"), container(inspected));
      }
    }
    return all;
  }

  private static Map<String, Object> container(Map<String, Object> inspected) {
    Map<String, Object> config = new TreeMap<>(Tree.map(inspected, "Config"));
    config.put("Labels", labels(config));
    if (Tree.text(config, "Hostname").matches("[0-9a-f]{12}")) {
      config.remove("Hostname");
    }
    config.put("Env", new ArrayList<>(new TreeSet<>(Tree.texts(config, "Env"))));
    Map<String, Object> host = new TreeMap<>(Tree.map(inspected, "HostConfig"));
    if (Tree.text(host, "NetworkMode").matches("container:[0-9a-f]{64}")) {
      host.put("NetworkMode", "container:*");
    }
    host.put(
        "VolumesFrom",
        Tree.texts(host, "VolumesFrom").stream()
            .map(from -> from.replaceAll("[0-9a-f]{64}", "*"))
            .toList());
    for (String key : List.of("Binds", "Mounts", "ExtraHosts", "CapAdd", "CapDrop")) {
      List<Object> list = new ArrayList<>(Tree.list(host, key));
      list.sort(Comparator.comparing(Engine::json));
      host.put(key, list);
    }
    Map<String, Object> networks = new TreeMap<>();
    Tree.map(Tree.map(inspected, "NetworkSettings"), "Networks")
        .forEach((name, endpoint) -> networks.put(name, endpoint(Tree.map(endpoint))));
    Map<String, Object> whole = new TreeMap<>();
    whole.put("Config", config);
    whole.put("HostConfig", host);
    whole.put("Networks", networks);
    Map<String, Object> clean = new TreeMap<>(Tree.map(clean(whole)));
    List<Object> mounts = mounts(inspected);
    if (!mounts.isEmpty()) {
      clean.put("Mounts", mounts);
    }
    return clean;
  }

  private static Map<String, Object> endpoint(Map<String, Object> endpoint) {
    Map<String, Object> shown = new TreeMap<>();
    Set<String> aliases = new TreeSet<>(Tree.texts(endpoint, "Aliases"));
    aliases.removeIf(alias -> alias.matches("[0-9a-f]{12}"));
    shown.put("Aliases", new ArrayList<>(aliases));
    for (String key : List.of("IPAMConfig", "Links", "DriverOpts")) {
      if (endpoint.get(key) != null) {
        shown.put(key, endpoint.get(key));
      }
    }
    return shown;
  }

  private static List<Object> mounts(Map<String, Object> inspected) {
    List<Map<String, Object>> mounts = new ArrayList<>();
    for (Object entry : Tree.list(inspected, "Mounts")) {
      Map<String, Object> mount = Tree.map(entry);
      boolean bind = Tree.text(mount, "Type").equals("bind");
      Map<String, Object> shown = new TreeMap<>();
      shown.put("Type", Tree.text(mount, "Type"));
      shown.put("Destination", Tree.text(mount, "Destination"));
      shown.put("RW", Tree.truth(mount, "RW"));
      shown.put("Name", Tree.text(mount, "Name").replaceAll("^[0-9a-f]{64}$", "<anon>"));
      shown.put("Source", bind ? Tree.text(mount, "Source") : "");
      mounts.add(shown);
    }
    mounts.sort(Comparator.comparing(mount -> Tree.text(mount, "Destination")));
    return List.copyOf(mounts);
  }

  private Map<String, Object> networks() throws InterruptedException {
    Map<String, Object> all = new TreeMap<>();
    for (Object entry : Tree.list(engine.get("/networks"))) {
      Map<String, Object> network = Tree.map(entry);
      if (projects.contains(Tree.text(Tree.map(network, "Labels"), Labels.PROJECT))) {
        Map<String, Object> shown = new TreeMap<>();
        for (String key : List.of("Driver", "Internal", "Attachable", "EnableIPv6", "Options")) {
          if (network.get(key) != null) {
            shown.put(key, network.get(key));
          }
        }
        Map<String, Object> addresses = new TreeMap<>(Tree.map(network, "IPAM"));
        boolean chosen =
            Tree.list(addresses, "Config").stream()
                .anyMatch(pool ->
                    Tree.text(Tree.map(pool), "Subnet")
                        .matches("(172\\.(1[6-9]|2\\d|3[01])\\.|192\\.168\\.).*"));
        if (chosen) {
          addresses.put("Config", List.of());
        }
        shown.put("IPAM", addresses);
        shown.put("Labels", labels(network));
        all.put(Tree.text(network, "Name"), clean(shown));
      }
    }
    return all;
  }

  private Map<String, Object> volumes() throws InterruptedException {
    Map<String, Object> all = new TreeMap<>();
    for (Object entry : Tree.list(Tree.map(engine.get("/volumes")), "Volumes")) {
      Map<String, Object> volume = Tree.map(entry);
      if (projects.contains(Tree.text(Tree.map(volume, "Labels"), Labels.PROJECT))) {
        Map<String, Object> shown = new TreeMap<>();
        shown.put("Driver", Tree.text(volume, "Driver"));
        shown.put("Options", Tree.map(volume, "Options"));
        shown.put("Labels", labels(volume));
        all.put(Tree.text(volume, "Name"), clean(shown));
      }
    }
    return all;
  }

  private static Map<String, Object> labels(Map<String, Object> resource) {
    Map<String, Object> labels = new TreeMap<>(Tree.map(resource, "Labels"));
    OTHERS.forEach(key -> labels.remove(Labels.PREFIX + key));
    return labels;
  }

  private static Object clean(Object value) {
    if (value instanceof Map<?, ?>) {
      Map<String, Object> kept = new LinkedHashMap<>();
      Tree.map(value)
          .forEach((key, each) -> {
            Object below = each == null ? "" : clean(each);
            if (!isNothing(below)) {
              kept.put(key, below);
            }
          });
      return kept;
    }
    return value instanceof List<?>
        ? Tree.list(value).stream().map(Inspection::clean).toList()
        : value;
  }

  private static boolean isNothing(Object value) {
    return value.equals("")
        || value.equals(false)
        || value.equals(Map.of())
        || value.equals(List.of())
        || (value instanceof Number number && number.doubleValue() == 0);
  }

  /** Removes every container, network and volume of the case's projects. */
  void wipe() throws InterruptedException {
    Containers containers = new Containers(engine);
    for (Container each : containers.all()) {
      if (isOfCase(each)) {
        projects.add(each.project());
        engine.call("DELETE", "/containers/" + each.id() + "?force=1&v=1", null);
      }
    }
    for (Object entry : Tree.list(engine.get("/networks"))) {
      if (projects.contains(Tree.text(Tree.map(Tree.map(entry), "Labels"), Labels.PROJECT))) {
        engine.call("DELETE", "/networks/" + Tree.text(Tree.map(entry), "Id"), null);
      }
    }
    for (Object entry : Tree.list(Tree.map(engine.get("/volumes")), "Volumes")) {
      if (projects.contains(Tree.text(Tree.map(Tree.map(entry), "Labels"), Labels.PROJECT))) {
        engine.call("DELETE", "/volumes/" + Tree.text(Tree.map(entry), "Name"), null);
      }
    }
  }
}
