package io.usercenter.platform.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks of single attributes that the grammar cannot express. */
final class Checks {

  private final Report report;

  Checks(Report report) {
    this.report = report;
  }

  void apply(Mapping root) {
    each(root, "volumes", this::volume);
    each(
        root,
        "configs",
        (config, path) -> content(config, path, List.of("file", "environment", "content")));
    each(root, "secrets", (secret, path) -> content(secret, path, List.of("file", "environment")));
    each(root, "services", this::service);
  }

  private interface Check {
    void apply(Mapping mapping, YamlPath path);
  }

  private static void each(Mapping root, String key, Check check) {
    Mapping group = root.mapping(key);
    if (group == null) {
      return;
    }
    for (Map.Entry<String, Node> entry : group.entries().entrySet()) {
      if (entry.getValue() instanceof Mapping mapping) {
        check.apply(mapping, YamlPath.of(key, entry.getKey()));
      }
    }
  }

  private void volume(Mapping volume, YamlPath path) {
    if (!isTrue(volume.get("external"))) {
      return;
    }
    for (String key : List.of("driver", "driver_opts", "labels")) {
      Node node = volume.get(key);
      if (node != null) {
        report.add(
            node,
            path.child(key),
            "an external volume cannot have '" + key + "'",
            "it exists already and is not created from this file",
            "remove '" + key + "', or remove 'external'");
      }
    }
  }

  static boolean isTrue(@Nullable Node node) {
    return node instanceof Scalar scalar
        && scalar.value() != null
        && "true".equalsIgnoreCase(scalar.value().toString());
  }

  private void content(Mapping resource, YamlPath path, List<String> keys) {
    List<String> given = new ArrayList<>(keys);
    given.removeIf(key -> !resource.has(key));
    if (given.size() > 1) {
      report.add(
          resource,
          path,
          "'" + path.name() + "' has " + String.join(" and ", given),
          "its content can come from one place",
          "keep one of them");
    } else if (given.isEmpty() && !resource.has("driver") && !resource.has("external")) {
      report.add(
          resource,
          path,
          "'" + path.name() + "' has no content",
          "it needs one of " + String.join(", ", keys),
          "add 'file: ./...', or 'external: true' when it exists already");
    }
  }

  private void service(Mapping service, YamlPath path) {
    Sequence ports = service.sequence("ports");
    for (int i = 0; ports != null && i < ports.size(); i++) {
      port(ports.items().get(i), path.child("ports").item(i));
    }
    Sequence volumes = service.sequence("volumes");
    for (int i = 0; volumes != null && i < volumes.size(); i++) {
      mount(volumes.items().get(i), path.child("volumes").item(i));
    }
    Mapping develop = service.mapping("develop");
    Sequence watch = develop == null ? null : develop.sequence("watch");
    for (int i = 0; watch != null && i < watch.size(); i++) {
      watched(watch.items().get(i), path.child("develop").child("watch").item(i));
    }
    devices(service.sequence("gpus"), path.child("gpus"));
    Mapping deploy = service.mapping("deploy");
    Mapping resources = deploy == null ? null : deploy.mapping("resources");
    Mapping reservations = resources == null ? null : resources.mapping("reservations");
    if (reservations != null) {
      devices(
          reservations.sequence("devices"),
          path.child("deploy").child("resources").child("reservations").child("devices"));
    }
  }

  private void port(Node node, YamlPath path) {
    String ip = node instanceof Mapping port ? port.text("host_ip") : null;
    if (ip != null && !IpText.isAddress(ip)) {
      report.add(
          node,
          path.child("host_ip"),
          "'" + ip + "' is no IP address",
          "'host_ip' is the address of this machine to listen on",
          "write one such as 127.0.0.1");
    }
  }

  private void mount(Node node, YamlPath path) {
    if (node instanceof Mapping volume
        && "bind".equals(volume.text("type"))
        && !volume.has("source")) {
      report.add(
          node,
          path,
          "a bind mount has no source",
          "it names a path of this machine",
          "add 'source: ./...'");
    }
  }

  private void watched(Node node, YamlPath path) {
    if (node instanceof Mapping watch && "".equals(watch.text("path"))) {
      report.add(
          node,
          path.child("path"),
          "'path' is empty",
          "it names what to watch",
          "write a directory or file");
    }
  }

  private void devices(@Nullable Sequence devices, YamlPath path) {
    int index = 0;
    for (Mapping device : Canonical.mappings(devices)) {
      if (device.has("count") && device.has("device_ids")) {
        report.add(
            device,
            path.item(index),
            "a device has 'count' and 'device_ids'",
            "devices are reserved by number or by identity",
            "remove one of them");
      }
      index++;
    }
  }
}
