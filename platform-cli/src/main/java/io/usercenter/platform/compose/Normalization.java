package io.usercenter.platform.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds what a Compose file leaves to be understood: the default network, names, dependencies. */
final class Normalization {

  private final String projectName;
  private final Map<String, String> environment;

  Normalization(String projectName, Map<String, String> environment) {
    this.projectName = projectName;
    this.environment = environment;
  }

  void apply(Mapping root) {
    Mapping services = root.mapping("services");
    if (services != null) {
      networks(root, services);
      for (Node node : services.entries().values()) {
        if (node instanceof Mapping service) {
          service(service);
        }
      }
    }
    for (String group : List.of("networks", "volumes", "configs", "secrets")) {
      names(root.mapping(group));
    }
  }

  private static void networks(Mapping root, Mapping services) {
    boolean usesDefault = false;
    for (Node node : services.entries().values()) {
      if (node instanceof Mapping service
          && !service.has("provider")
          && !service.has("network_mode")) {
        Mapping networks = service.mapping("networks");
        if (networks == null || networks.isEmpty()) {
          networks = new Mapping(service.place());
          networks.set("default", null);
          service.put("networks", networks);
        }
        usesDefault |= networks.has("default");
      }
    }
    if (usesDefault) {
      Mapping networks = root.mapping("networks");
      if (networks == null) {
        networks = new Mapping(root.place());
        root.put("networks", networks);
      }
      if (!networks.has("default")) {
        networks.set("default", null);
      }
    }
  }

  private void service(Mapping service) {
    if ("if_not_present".equals(service.text("pull_policy"))) {
      service.set("pull_policy", "missing");
    }
    Mapping build = service.mapping("build");
    if (build != null) {
      build(build);
    }
    resolve(service, "environment", true);
    dependencies(service);
    for (Mapping volume : Canonical.mappings(service.sequence("volumes"))) {
      String target = volume.text("target");
      if (target != null) {
        volume.set("target", Canonical.cleanTarget(target));
      }
    }
  }

  private void build(Mapping build) {
    if (!build.has("context")) {
      build.set("context", ".");
    }
    if (!build.has("dockerfile") && !build.has("dockerfile_inline")) {
      build.set("dockerfile", "Dockerfile");
    }
    resolve(build, "args", false);
  }

  /** Gives variables without a value the one of the environment; keeps or drops the others. */
  private void resolve(Mapping owner, String key, boolean keep) {
    Node node = owner.get(key);
    if (node instanceof Mapping variables) {
      for (Map.Entry<String, Node> entry : List.copyOf(variables.entries().entrySet())) {
        if (Node.isNull(entry.getValue())) {
          String value = environment.get(entry.getKey());
          if (value != null) {
            variables.put(entry.getKey(), new Scalar(entry.getValue().place(), value));
          } else if (!keep) {
            variables.remove(entry.getKey());
          }
        }
      }
    } else if (node instanceof Sequence variables) {
      resolve(variables, keep);
    }
  }

  private void resolve(Sequence variables, boolean keep) {
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.items().get(i) instanceof Scalar(Place place, String name)
          && name.indexOf('=') < 0) {
        String value = environment.get(name);
        if (value != null) {
          variables.items().set(i, new Scalar(place, name + "=" + value));
        } else if (!keep) {
          variables.items().remove(i);
        }
      }
    }
  }

  private static void dependencies(Mapping service) {
    Mapping dependencies = service.mapping("depends_on");
    Mapping all = dependencies == null ? new Mapping(service.place()) : dependencies;
    for (Scalar link : scalars(service.sequence("links"))) {
      String[] parts = Figures.text(link.value()).split(":", -1);
      add(all, parts.length == 2 ? parts[0] : Figures.text(link.value()), link, true);
    }
    for (String namespace : List.of("network_mode", "ipc", "pid", "uts", "cgroup")) {
      if (service.get(namespace) instanceof Scalar(Place place, String text)
          && text.startsWith("service:")) {
        add(all, text.substring("service:".length()), new Scalar(place, text), true);
      }
    }
    for (Scalar from : scalars(service.sequence("volumes_from"))) {
      String text = Figures.text(from.value());
      if (!text.startsWith("container:")) {
        add(all, text.split(":", -1)[0], from, false);
      }
    }
    if (!all.isEmpty()) {
      service.put("depends_on", all);
    }
  }

  private static List<Scalar> scalars(@Nullable Sequence sequence) {
    return sequence == null
        ? List.of()
        : sequence.items().stream()
            .filter(Scalar.class::isInstance)
            .map(Scalar.class::cast)
            .toList();
  }

  private static void add(Mapping dependencies, String service, Scalar by, boolean restart) {
    if (!dependencies.has(service)) {
      Mapping dependency = new Mapping(by.place());
      dependency.set("condition", "service_started");
      dependency.set("restart", restart);
      dependency.set("required", true);
      dependencies.put(service, dependency);
    }
  }

  private void names(@Nullable Mapping group) {
    if (group == null) {
      return;
    }
    for (Map.Entry<String, Node> entry : group.entries().entrySet()) {
      Mapping resource =
          entry.getValue() instanceof Mapping mapping
              ? mapping
              : new Mapping(entry.getValue().place());
      if (!resource.has("name")) {
        boolean external = Checks.isTrue(resource.get("external"));
        resource.set("name", external ? entry.getKey() : projectName + "_" + entry.getKey());
      }
      entry.setValue(resource);
    }
  }
}
