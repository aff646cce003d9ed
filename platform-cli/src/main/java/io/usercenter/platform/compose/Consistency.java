package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that the services agree with each other and with what the file defines beside them. */
final class Consistency {

  private static final Set<String> TESTS = Set.of("CMD", "CMD-SHELL", "NONE");

  private final Map<String, @Nullable Object> values;
  private final Map<String, Map<String, @Nullable Object>> services;
  private final Set<String> disabled;
  private final Positions positions;
  private final Report report;

  Consistency(
      Map<String, @Nullable Object> values,
      Set<String> disabled,
      Positions positions,
      Report report) {
    this.values = values;
    this.services = Tree.children(values, "services");
    this.disabled = disabled;
    this.positions = positions;
    this.report = report;
  }

  void check() {
    Map<String, String> containers = new HashMap<>();
    for (Map.Entry<String, Map<String, @Nullable Object>> entry : services.entrySet()) {
      ServiceCheck check = new ServiceCheck(entry.getKey(), entry.getValue());
      check.run();
      check.containerName(containers);
    }
    Tree.children(values, "secrets").forEach(this::secret);
    Cycles.find(services).ifPresent(this::cycle);
  }

  private void secret(String name, Map<String, @Nullable Object> secret) {
    boolean known =
        secret.containsKey("external")
            || secret.containsKey("file")
            || secret.containsKey("environment");
    if (!known) {
      report.add(
          positions.place("secrets", name),
          YamlPath.of("secrets", name),
          "the secret '" + name + "' has no content",
          "it has neither 'file' nor 'environment'",
          "add 'file: ./...', or 'external: true' when it exists already");
    }
  }

  private void cycle(List<String> cycle) {
    String[] path = {"services", cycle.get(0), "depends_on", cycle.get(1)};
    report.add(
        positions.place(path),
        YamlPath.of(path),
        "services depend on each other in a circle",
        String.join(" needs ", cycle) + "; none of them could start first",
        "remove one of these dependencies");
  }

  /** The checks of one service. */
  private final class ServiceCheck {

    private final String name;
    private final Map<String, @Nullable Object> service;

    ServiceCheck(String name, Map<String, @Nullable Object> service) {
      this.name = name;
      this.service = service;
    }

    private void add(String what, String why, String fix, String... below) {
      List<String> path = new ArrayList<>(List.of("services", name));
      path.addAll(List.of(below));
      String[] names = path.toArray(String[]::new);
      report.add(positions.place(names), YamlPath.of(names), what, why, fix);
    }

    void run() {
      image();
      build();
      networks();
      healthcheck();
      dependencies();
      resources();
      mountsOnce();
      limits();
      scale();
      develop();
    }

    private void image() {
      boolean runnable =
          service.containsKey("image")
              || service.containsKey("build")
              || service.containsKey("provider");
      if (!runnable) {
        add(
            "service '" + name + "' has neither 'image' nor 'build'",
            "there is nothing a container could be made from",
            "add 'image: ...' or 'build: ...' to service '" + name + "'");
      }
    }

    private void build() {
      Map<String, @Nullable Object> build = Tree.mapOrEmpty(service.get("build"));
      if (build.containsKey("dockerfile") && build.containsKey("dockerfile_inline")) {
        add(
            "'dockerfile' and 'dockerfile_inline' exclude each other",
            "an image has one Dockerfile",
            "remove one of them",
            "build",
            "dockerfile_inline");
      }
      List<@Nullable Object> platforms = Tree.list(build.get("platforms"));
      Object platform = service.get("platform");
      if (platform != null && !platforms.isEmpty() && !platforms.contains(platform)) {
        add(
            "'build.platforms' lacks '" + platform + "'",
            "the service runs on this platform, but its image is built for others only",
            "add '" + platform + "' to 'build.platforms'",
            "build",
            "platforms");
      }
      defined("secrets", build.get("secrets"), "build", "secrets");
    }

    private void networks() {
      Map<String, @Nullable Object> networks = Tree.mapOrEmpty(service.get("networks"));
      String mode = Tree.text(service.get("network_mode"));
      if (!mode.isEmpty() && !networks.isEmpty()) {
        add(
            "'network_mode' and 'networks' exclude each other",
            "'network_mode: " + mode + "' takes the service off all networks",
            "remove one of them",
            "network_mode");
      }
      networks.keySet().forEach(network -> defined("networks", network, "networks", network));
    }

    private void healthcheck() {
      List<@Nullable Object> test =
          Tree.list(Tree.mapOrEmpty(service.get("healthcheck")).get("test"));
      if (!test.isEmpty() && !TESTS.contains(Tree.text(test.get(0)))) {
        add(
            "'healthcheck.test' starts with '" + test.get(0) + "'",
            "a list starts with CMD, CMD-SHELL or NONE",
            "put CMD in front, or write the test as text",
            "healthcheck",
            "test");
      }
    }

    private void dependencies() {
      Tree.children(service, "depends_on").forEach(this::dependency);
    }

    private void dependency(String other, Map<String, @Nullable Object> dependency) {
      if (services.containsKey(other)) {
        return;
      }
      boolean off = disabled.contains(other);
      if (off && !Boolean.TRUE.equals(dependency.get("required"))) {
        return;
      }
      String fix =
          off
              ? "activate a profile of '" + other + "', or add 'required: false'"
              : NearestName.suggest(other, services.keySet())
                  .map(near -> "write '" + near + "'")
                  .orElse("define '" + other + "' or remove it from depends_on");
      String why =
          off
              ? "no profile of '" + other + "' is active"
              : "the stack defines only " + NearestName.list(services.keySet());
      add(
          "service '"
              + name
              + "' depends on '"
              + other
              + "', which "
              + (off ? "is disabled" : "does not exist"),
          why,
          fix,
          dependencyPath(other));
    }

    private String[] dependencyPath(String other) {
      boolean written =
          !positions
              .of("services", name, "depends_on", other)
              .equals(positions.of("services", name));
      return written || service.containsKey("depends_on")
          ? new String[] {"depends_on", other}
          : new String[0];
    }

    private void resources() {
      int index = 0;
      for (Map<String, @Nullable Object> volume : Tree.items(service.get("volumes"))) {
        String source = Tree.text(volume.get("source"));
        if ("volume".equals(volume.get("type")) && !source.isEmpty()) {
          defined("volumes", source, "volumes", "[" + index + "]");
        }
        index++;
      }
      defined("secrets", service.get("secrets"), "secrets");
      defined("configs", service.get("configs"), "configs");
      for (String model : Tree.mapOrEmpty(service.get("models")).keySet()) {
        defined("models", model, "models", model);
      }
    }

    private void mountsOnce() {
      Map<String, String> taken = new HashMap<>();
      int index = 0;
      for (Object item : Tree.list(service.get("tmpfs"))) {
        String tmpfs = Tree.text(item);
        int colon = tmpfs.indexOf(':');
        mountOnce(taken, colon < 0 ? tmpfs : tmpfs.substring(0, colon), "tmpfs", index++);
      }
      index = 0;
      for (Map<String, @Nullable Object> volume : Tree.items(service.get("volumes"))) {
        mountOnce(taken, Tree.text(volume.get("target")), "volumes", index++);
      }
    }

    private void mountOnce(Map<String, String> taken, String target, String list, int index) {
      String before = taken.putIfAbsent(target, list + "[" + index + "]");
      if (before != null) {
        add(
            "'" + target + "' is mounted twice",
            "'" + before + "' is mounted there, too",
            "remove one of them, or mount it somewhere else",
            list,
            "[" + index + "]");
      }
    }

    private void defined(String group, @Nullable Object mounts, String... below) {
      int index = 0;
      for (Map<String, @Nullable Object> mount : Tree.items(mounts)) {
        String[] path = Arrays.copyOf(below, below.length + 1);
        path[below.length] = "[" + index++ + "]";
        defined(group, Tree.text(mount.get("source")), path);
      }
    }

    private void defined(String group, String resource, String... below) {
      Map<String, @Nullable Object> known = Tree.mapOrEmpty(values.get(group));
      if (known.containsKey(resource)) {
        return;
      }
      String kind = group.substring(0, group.length() - 1);
      add(
          "service '" + name + "' uses the " + kind + " '" + resource + "', which is not defined",
          known.isEmpty()
              ? "there is no '" + group + "' at the top level"
              : "the top level defines only " + NearestName.list(known.keySet()),
          NearestName.suggest(resource, known.keySet())
              .map(near -> "write '" + near + "'")
              .orElse("add '" + resource + ":' to '" + group + "' at the top level"),
          below);
    }

    private void limits() {
      Map<String, @Nullable Object> resources =
          Tree.mapOrEmpty(Tree.mapOrEmpty(service.get("deploy")).get("resources"));
      same("cpus", resources, "limits", "cpus");
      same("mem_limit", resources, "limits", "memory");
      same("mem_reservation", resources, "reservations", "memory");
      same("pids_limit", resources, "limits", "pids");
    }

    private void same(
        String own, Map<String, @Nullable Object> resources, String part, String key) {
      Object value = service.get(own);
      Map<String, @Nullable Object> limits = Tree.map(resources.get(part));
      if (value != null && limits != null && !value.equals(limits.get(key))) {
        differ(own, "deploy.resources." + part + "." + key);
      }
    }

    private void differ(String own, String other) {
      add(
          "'" + own + "' and '" + other + "' differ",
          "they mean the same limit",
          "remove one of them, or write the same value",
          own);
    }

    private void scale() {
      Map<String, @Nullable Object> deploy = Tree.map(service.get("deploy"));
      Object scale = service.get("scale");
      Object replicas = deploy == null ? null : deploy.get("replicas");
      if (scale != null && replicas != null && !scale.equals(replicas)) {
        differ("scale", "deploy.replicas");
      }
      if (scale != null && deploy != null) {
        deploy.put("replicas", scale);
      }
      Object count = scale == null ? replicas : scale;
      if (count instanceof Long number && number > 1 && service.containsKey("container_name")) {
        add(
            "'container_name' and " + number + " containers exclude each other",
            "each container needs a name of its own",
            "remove 'container_name', or run one container",
            "container_name");
      }
    }

    private void develop() {
      int index = 0;
      for (Map<String, @Nullable Object> watch :
          Tree.items(Tree.mapOrEmpty(service.get("develop")).get("watch"))) {
        boolean needsTarget =
            !Set.of("rebuild", "restart").contains(Tree.text(watch.get("action")));
        if (needsTarget && !watch.containsKey("target")) {
          add(
              "'develop.watch' has no target",
              "'" + watch.get("action") + "' copies files there",
              "add 'target: ...'",
              "develop",
              "watch",
              "[" + index + "]");
        }
        index++;
      }
    }

    void containerName(Map<String, String> taken) {
      String container = Tree.text(service.get("container_name"));
      String other = container.isEmpty() ? null : taken.putIfAbsent(container, name);
      if (other != null) {
        add(
            "the container name '" + container + "' is taken",
            "service '" + other + "' has it",
            "give one of the two another name",
            "container_name");
      }
    }
  }
}
