package io.usercenter.platform.docker;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine is asked to create it.
 *
 * @param body of the request
 * @param others networks it is connected to after it was created, with the endpoint's settings
 * @param files what is copied into it before it starts
 */
record ContainerSpec(
    Map<String, Object> body, Map<String, Object> others, Map<String, Storage.Content> files) {

  private static final ApiVersion MANY_NETWORKS = new ApiVersion(1, 44);

  /** Keys that both sides know by other names, with values that need no change. */
  private static final Map<String, String> CONFIG =
      Map.of(
          "hostname", "Hostname",
          "domainname", "Domainname",
          "user", "User",
          "tty", "Tty",
          "stdin_open", "OpenStdin",
          "working_dir", "WorkingDir",
          "stop_signal", "StopSignal",
          "command", "Cmd",
          "entrypoint", "Entrypoint");

  private static final Map<String, String> HOST =
      Map.ofEntries(
          Map.entry("cgroup", "CgroupnsMode"),
          Map.entry("cgroup_parent", "CgroupParent"),
          Map.entry("dns", "Dns"),
          Map.entry("dns_opt", "DnsOptions"),
          Map.entry("dns_search", "DnsSearch"),
          Map.entry("group_add", "GroupAdd"),
          Map.entry("init", "Init"),
          Map.entry("isolation", "Isolation"),
          Map.entry("privileged", "Privileged"),
          Map.entry("read_only", "ReadonlyRootfs"),
          Map.entry("runtime", "Runtime"),
          Map.entry("storage_opt", "StorageOpt"),
          Map.entry("userns_mode", "UsernsMode"),
          Map.entry("uts", "UTSMode"),
          Map.entry("volume_driver", "VolumeDriver"),
          Map.entry("annotations", "Annotations"));

  /**
   * What the request needs beside the Compose files.
   *
   * @param version the engine is spoken to in
   * @param containers id of the first container of a service, or of a container by its name
   * @param kept anonymous volumes of the container that is replaced, by their target
   * @param environment variables that configs and secrets may come from
   */
  record Context(
      ApiVersion version,
      Function<String, String> containers,
      Map<String, String> kept,
      Map<String, String> environment) {}

  static ContainerSpec of(
      Naming naming, String service, int number, Map<String, Object> labels, Context context) {
    Map<String, ?> fields = naming.stack().definition().service(service);
    Storage storage = Storage.of(naming, service, context.kept(), context.environment());
    Networking networking = Networking.of(naming, service, number, context.containers());
    Map<String, Object> body = config(fields, labels, naming.image(service));
    Healthchecks.add(service, fields, context.version(), body);
    Map<String, Object> host = host(fields, networking, context.containers());
    if (!storage.binds().isEmpty()) {
      host.put("Binds", storage.binds());
    }
    if (!storage.mounts().isEmpty()) {
      host.put("Mounts", storage.mounts());
    }
    Map<String, List<Object>> ports = Networking.ports(fields);
    Map<String, Object> exposed = new LinkedHashMap<>();
    Networking.exposed(fields).forEach(port -> exposed.put(port, Map.of()));
    ports.keySet().forEach(port -> exposed.put(port, Map.of()));
    body.put("ExposedPorts", exposed);
    host.put("PortBindings", ports);
    body.put("HostConfig", host);
    Map<String, Object> first = new LinkedHashMap<>(networking.endpoints());
    Map<String, Object> others = new LinkedHashMap<>();
    if (context.version().before(MANY_NETWORKS)) {
      others.putAll(networking.endpoints());
      others.remove(networking.mode());
      first.keySet().removeAll(others.keySet());
    }
    body.put("NetworkingConfig", Map.of("EndpointsConfig", first));
    return new ContainerSpec(body, others, storage.files());
  }

  private static Map<String, Object> config(
      Map<String, ?> fields, Map<String, Object> labels, String image) {
    Map<String, Object> body = new LinkedHashMap<>();
    copy(fields, CONFIG, body);
    body.put("Image", image);
    body.put("Labels", labels);
    body.put("AttachStdout", true);
    body.put("AttachStderr", true);
    List<String> environment = new ArrayList<>();
    Tree.map(fields, "environment")
        .forEach((name, value) -> environment.add(variable(name, value)));
    body.put("Env", environment);
    if (fields.get("stop_grace_period") != null) {
      body.put("StopTimeout", Units.nanos(Tree.text(fields, "stop_grace_period")) / 1_000_000_000);
    }
    if (!Tree.text(fields, "mac_address").isEmpty()) {
      body.put("MacAddress", Tree.text(fields, "mac_address"));
    }
    return body;
  }

  // A variable without a value takes one away that the image sets.
  private static String variable(String name, @Nullable Object value) {
    return value == null ? name : name + "=" + value;
  }

  private static void copy(
      Map<String, ?> fields, Map<String, String> names, Map<String, Object> target) {
    names.forEach((compose, engine) -> {
      Object value = fields.get(compose);
      if (value != null) {
        target.put(engine, value);
      }
    });
  }

  private static Map<String, Object> host(
      Map<String, ?> fields, Networking networking, Function<String, String> containers) {
    Map<String, Object> host = new LinkedHashMap<>();
    copy(fields, HOST, host);
    host.put("NetworkMode", networking.mode());
    host.put("RestartPolicy", restartPolicy(fields));
    Map<String, Object> logging = Tree.map(fields, "logging");
    host.put(
        "LogConfig",
        Map.of("Type", Tree.text(logging, "driver"), "Config", Tree.textMap(logging, "options")));
    Limits.add(fields, host);
    String ipc = Networking.shared(Tree.text(fields, "ipc"), containers);
    if (!ipc.isEmpty()) {
      host.put("IpcMode", ipc);
    }
    String pid = Networking.shared(Tree.text(fields, "pid"), containers);
    if (!pid.isEmpty()) {
      host.put("PidMode", pid);
    }
    Map<String, String> sysctls = Tree.textMap(fields, "sysctls");
    if (!sysctls.isEmpty()) {
      host.put("Sysctls", sysctls);
    }
    Map<String, Object> tmpfs = new LinkedHashMap<>();
    for (String entry : Tree.texts(fields, "tmpfs")) {
      String[] parts = entry.split(":", 2);
      tmpfs.put(parts[0], parts.length == 1 ? "" : parts[1]);
    }
    if (!tmpfs.isEmpty()) {
      host.put("Tmpfs", tmpfs);
    }
    capabilities(fields, host);
    security(Tree.texts(fields, "security_opt"), host);
    hosts(fields, host);
    from(Tree.texts(fields, "volumes_from"), containers, host);
    return host;
  }

  private static Map<String, Object> restartPolicy(Map<String, ?> fields) {
    String restart = Tree.text(fields, "restart");
    if (!restart.isEmpty()) {
      String[] parts = restart.split(":", 2);
      int most = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
      return Map.of("Name", parts[0], "MaximumRetryCount", most);
    }
    Map<String, Object> policy = Tree.map(Tree.map(fields, "deploy"), "restart_policy");
    String name =
        switch (Tree.text(policy, "condition")) {
          case "none" -> "no";
          case "on-failure" -> "on-failure";
          case "any" -> "always";
          default -> policy.isEmpty() ? "" : "always";
        };
    return Map.of("Name", name, "MaximumRetryCount", Tree.number(policy, "max_attempts"));
  }

  /** As Docker's own clients write them; what is added is not dropped. */
  private static void capabilities(Map<String, ?> fields, Map<String, Object> host) {
    Set<String> added = capabilities(Tree.texts(fields, "cap_add"));
    Set<String> dropped = capabilities(Tree.texts(fields, "cap_drop"));
    dropped.removeAll(added);
    host.put("CapAdd", List.copyOf(added));
    host.put("CapDrop", List.copyOf(dropped));
  }

  private static Set<String> capabilities(List<String> names) {
    Set<String> written = new TreeSet<>();
    for (String name : names) {
      String upper = name.toUpperCase(Locale.ROOT);
      written.add(upper.equals("ALL") || upper.startsWith("CAP_") ? upper : "CAP_" + upper);
    }
    return written;
  }

  private static void security(List<String> options, Map<String, Object> host) {
    List<String> kept = new ArrayList<>(options);
    if (kept.remove("systempaths=unconfined")) {
      host.put("MaskedPaths", List.of());
      host.put("ReadonlyPaths", List.of());
    }
    if (!kept.isEmpty()) {
      host.put("SecurityOpt", kept.stream().map(SecurityProfiles::read).toList());
    }
  }

  private static void hosts(Map<String, ?> fields, Map<String, Object> host) {
    List<String> hosts = new ArrayList<>();
    for (String entry : Tree.texts(fields, "extra_hosts")) {
      hosts.add(entry.replaceFirst("=", ":"));
    }
    if (!hosts.isEmpty()) {
      host.put("ExtraHosts", hosts);
    }
  }

  private static void from(
      List<String> sources, Function<String, String> containers, Map<String, Object> host) {
    List<String> from = new ArrayList<>();
    for (String source : sources) {
      String name =
          source.startsWith("container:") ? source.substring("container:".length()) : source;
      String[] parts = name.split(":", 2);
      from.add(containers.apply(parts[0]) + (parts.length == 1 ? "" : ":" + parts[1]));
    }
    if (!from.isEmpty()) {
      host.put("VolumesFrom", from);
    }
  }

  /** The error for something this engine cannot do. */
  static UserError impossible(String what, String where, ApiVersion needed, ApiVersion version) {
    return new UserError(
        ExitCode.ENVIRONMENT,
        "this engine cannot do " + what,
        where,
        "it needs API " + needed + ", the engine speaks " + version,
        "remove it, or update the engine");
  }
}
