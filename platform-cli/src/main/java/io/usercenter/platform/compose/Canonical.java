package io.usercenter.platform.compose;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns every short syntax into its long form, in place. */
final class Canonical {

  /** Ports a stack may publish; a range in the short syntax stands for many. */
  private static final int MOST_PORTS = 200_000;

  private final Report report;
  private int portCount;

  Canonical(Report report) {
    this.report = report;
  }

  void apply(Mapping root) {
    each(root, "services", this::service);
    for (String kind : List.of("volumes", "networks", "secrets", "configs")) {
      each(root, kind, this::external);
    }
  }

  private interface Change {
    void apply(Mapping mapping, YamlPath path);
  }

  private void each(Mapping root, String key, Change change) {
    Mapping group = root.mapping(key);
    if (group == null) {
      return;
    }
    for (Map.Entry<String, Node> entry : group.entries().entrySet()) {
      if (entry.getValue() instanceof Mapping mapping) {
        report.collect(() -> change.apply(mapping, YamlPath.of(key, entry.getKey())));
      }
    }
  }

  private void service(Mapping service, YamlPath path) {
    change(service, "build", node -> build(node, path.child("build")));
    change(service, "depends_on", Canonical::dependencies);
    change(service, "env_file", Canonical::envFiles);
    change(service, "extends", Canonical::extended);
    change(service, "networks", node -> node instanceof Sequence ? Merge.keys(node) : node);
    change(service, "models", node -> node instanceof Sequence ? Merge.keys(node) : node);
    change(service, "dns", Canonical::oneOrList);
    change(service, "label_file", Canonical::oneOrList);
    change(service, "gpus", Canonical::gpus);
    items(service, "volumes", path, Canonical::volume);
    items(service, "devices", path, Canonical::device);
    items(service, "secrets", path, (node, _) -> mount(node));
    items(service, "configs", path, (node, _) -> mount(node));
    ports(service, path.child("ports"));
    dropEmpty(service.sequence("dns"));
  }

  private interface NodeChange {
    Node apply(Node node);
  }

  private interface ItemChange {
    Node apply(Node node, YamlPath path);
  }

  private static void change(Mapping mapping, String key, NodeChange change) {
    Node node = mapping.get(key);
    if (node != null) {
      mapping.put(key, change.apply(node));
    }
  }

  private void items(Mapping mapping, String key, YamlPath path, ItemChange change) {
    Sequence sequence = mapping.sequence(key);
    if (sequence == null) {
      return;
    }
    for (int i = 0; i < sequence.size(); i++) {
      int index = i;
      Node item = sequence.items().get(i);
      report.collect(
          () -> sequence.items().set(index, change.apply(item, path.child(key).item(index))));
    }
  }

  private static void dropEmpty(@Nullable Sequence sequence) {
    if (sequence != null) {
      sequence.items().removeIf(item -> Node.isNull(item) || "".equals(Node.text(item)));
    }
  }

  private Node build(Node node, YamlPath path) {
    if (!(node instanceof Mapping build)) {
      Mapping build = new Mapping(node.place());
      build.put("context", node);
      return build;
    }
    items(build, "secrets", path, (each, _) -> mount(each));
    change(build, "additional_contexts", Canonical::pairs);
    change(build, "ssh", Canonical::pairs);
    return build;
  }

  private static Node dependencies(Node node) {
    Mapping mapping = Merge.dependencies(node);
    for (Node value : mapping.entries().values()) {
      if (value instanceof Mapping dependency && !dependency.has("required")) {
        dependency.set("required", true);
      }
    }
    return mapping;
  }

  private static Node envFiles(Node node) {
    Sequence files = node instanceof Sequence list ? list : list(node);
    for (int i = 0; i < files.size(); i++) {
      Node item = files.items().get(i);
      if (item instanceof Mapping file) {
        if (!file.has("required")) {
          file.set("required", true);
        }
      } else {
        Mapping file = new Mapping(item.place());
        file.put("path", item);
        file.set("required", true);
        files.items().set(i, file);
      }
    }
    return files;
  }

  private static Sequence list(Node node) {
    Sequence list = new Sequence(node.place());
    if (!Node.isNull(node)) {
      list.add(node);
    }
    return list;
  }

  private static Node oneOrList(Node node) {
    return Node.text(node) == null ? node : list(node);
  }

  private static Node extended(Node node) {
    if (node instanceof Mapping) {
      return node;
    }
    Mapping extended = new Mapping(node.place());
    extended.put("service", node);
    return extended;
  }

  private static Node gpus(Node node) {
    if (node instanceof Sequence) {
      return node;
    }
    Mapping all = new Mapping(node.place());
    all.set("count", "all");
    return list(all);
  }

  /** A list of {@code key=value} as a mapping. */
  private static Node pairs(Node node) {
    if (!(node instanceof Sequence sequence)) {
      return node;
    }
    Mapping mapping = new Mapping(node.place());
    for (Node item : sequence.items()) {
      String text = item instanceof Scalar scalar ? Figures.text(scalar.value()) : "";
      int equals = text.indexOf('=');
      mapping.put(
          equals < 0 ? text : text.substring(0, equals),
          new Scalar(item.place(), equals < 0 ? null : text.substring(equals + 1)));
    }
    return mapping;
  }

  private static Node volume(Node node, YamlPath path) {
    String text = Node.text(node);
    if (text != null) {
      return VolumeSyntax.parse(text, node, path);
    }
    return requireTarget(node, path, "a volume");
  }

  private static Node requireTarget(Node node, YamlPath path, String what) {
    if (node instanceof Mapping mapping && mapping.get("target") == null) {
      throw Report.error(
          node,
          path,
          what + " has no target",
          "it must go somewhere in the container",
          "add 'target: ...'");
    }
    return node;
  }

  private static Node device(Node node, YamlPath path) {
    String text = Node.text(node);
    if (text == null) {
      return requireTarget(node, path, "a device");
    }
    String[] parts = text.split(":", -1);
    if (parts.length > 3) {
      throw Report.error(
          node,
          path,
          "'" + text + "' is no device",
          "it has too many colons",
          "write SOURCE[:TARGET[:PERMISSIONS]], or source, target and permissions as keys");
    }
    Mapping device = new Mapping(node.place());
    device.set("source", parts[0]);
    device.set("target", parts.length > 1 && !parts[1].isEmpty() ? parts[1] : parts[0]);
    device.set("permissions", parts.length > 2 ? parts[2] : "rwm");
    return device;
  }

  private static Node mount(Node node) {
    if (node instanceof Mapping) {
      return node;
    }
    Mapping mount = new Mapping(node.place());
    mount.put("source", node);
    return mount;
  }

  private void countPorts(int more, Node item, YamlPath path) {
    portCount += more;
    if (portCount > MOST_PORTS) {
      throw Report.error(
          item,
          path,
          "the stack publishes more than " + MOST_PORTS + " ports",
          "every port of a range counts",
          "publish smaller ranges");
    }
  }

  private void ports(Mapping service, YamlPath path) {
    Sequence ports = service.sequence("ports");
    if (ports == null) {
      return;
    }
    List<Node> before = List.copyOf(ports.items());
    ports.items().clear();
    for (int i = 0; i < before.size(); i++) {
      Node item = before.get(i);
      YamlPath at = path.item(i);
      report.collect(() -> {
        if (item instanceof Scalar scalar) {
          String text = Figures.text(scalar.value());
          List<Node> parsed = PortSyntax.parse(text, item, at);
          countPorts(parsed.size(), item, at);
          ports.items().addAll(parsed);
        } else {
          ports.add(requireTarget(item, at, "a port"));
        }
      });
    }
  }

  /** {@code external: {name: x}} is the old form of {@code external: true} and {@code name: x}. */
  private void external(Mapping resource, YamlPath path) {
    if (!(resource.get("external") instanceof Mapping external)) {
      return;
    }
    Node name = external.get("name");
    Node given = resource.get("name");
    if (name != null && given != null && !Nodes.same(name, given)) {
      throw Report.error(
          name,
          path.child("external").child("name"),
          "'name' and 'external.name' differ",
          "the resource can have one name",
          "remove 'external.name' and write 'external: true'");
    }
    resource.set("external", true);
    if (name != null && given == null) {
      resource.put("name", name);
    }
  }

  /** Defaults of attributes that are there but incomplete. */
  static void setDefaults(Mapping root) {
    Mapping services = root.mapping("services");
    if (services == null) {
      return;
    }
    for (Node node : services.entries().values()) {
      if (node instanceof Mapping service) {
        serviceDefaults(service);
      }
    }
  }

  private static void serviceDefaults(Mapping service) {
    Mapping build = service.mapping("build");
    if (build != null && !build.has("context")) {
      build.set("context", ".");
    }
    for (Mapping secret : mappings(service.sequence("secrets"))) {
      if (!secret.has("target")) {
        secret.set("target", "/run/secrets/" + secret.text("source"));
      }
    }
    for (Mapping port : mappings(service.sequence("ports"))) {
      setIfMissing(port, "protocol", "tcp");
      setIfMissing(port, "mode", "ingress");
    }
    deviceDefaults(service.sequence("gpus"));
    Mapping deploy = service.mapping("deploy");
    Mapping resources = deploy == null ? null : deploy.mapping("resources");
    Mapping reservations = resources == null ? null : resources.mapping("reservations");
    deviceDefaults(reservations == null ? null : reservations.sequence("devices"));
  }

  private static void deviceDefaults(@Nullable Sequence devices) {
    for (Mapping device : mappings(devices)) {
      if (!device.has("count") && !device.has("device_ids")) {
        device.set("count", "all");
      }
    }
  }

  private static void setIfMissing(Mapping mapping, String key, String value) {
    if (!mapping.has(key)) {
      mapping.set(key, value);
    }
  }

  static List<Mapping> mappings(@Nullable Sequence sequence) {
    return sequence == null
        ? List.of()
        : sequence.items().stream()
            .filter(Mapping.class::isInstance)
            .map(Mapping.class::cast)
            .toList();
  }

  /** A path in a container without {@code .}, {@code ..} and doubled slashes. */
  static String cleanTarget(String target) {
    if (target.isEmpty()) {
      return ".";
    }
    if (target.indexOf('\0') >= 0) {
      return target;
    }
    String clean = Path.of(target).normalize().toString();
    while (clean.startsWith("/..") && (clean.length() == 3 || clean.charAt(3) == '/')) {
      clean = clean.length() == 3 ? "/" : clean.substring(3);
    }
    return clean.isEmpty() ? "." : clean;
  }
}
