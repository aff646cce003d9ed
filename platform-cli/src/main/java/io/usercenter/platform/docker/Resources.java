package io.usercenter.platform.docker;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.plan.Fingerprint;
import io.usercenter.platform.stack.Definition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Networks and volumes of a stack. A plan calls them {@code network NAME} and {@code volume NAME}.
 */
final class Resources {

  static final String NETWORK = "network ";
  static final String VOLUME = "volume ";

  private final Engine engine;
  private final Naming naming;
  private volatile Set<String> existing = Set.of();

  Resources(Engine engine, Naming naming) {
    this.engine = engine;
    this.naming = naming;
  }

  private Definition definition() {
    return naming.stack().definition();
  }

  /** What the services need and the stack makes, with the services that use it. */
  Map<String, Set<String>> wanted() {
    Map<String, Set<String>> users = new TreeMap<>();
    for (String service : naming.stack().services().keySet()) {
      Map<String, ?> fields = definition().service(service);
      if (Tree.text(fields, "network_mode").isEmpty()) {
        for (String key : Tree.map(fields, "networks").keySet()) {
          use(users, "networks", key, NETWORK + naming.network(key), service);
        }
      }
      for (String key : Storage.volumes(fields)) {
        use(users, "volumes", key, VOLUME + naming.volume(key), service);
      }
    }
    return users;
  }

  private void use(
      Map<String, Set<String>> users, String group, String key, String resource, String service) {
    if (!Tree.truth(definition().member(group, key), "external")) {
      users.computeIfAbsent(resource, _ -> new TreeSet<>()).add(service);
    }
  }

  /** Networks and volumes the engine has for this stack. */
  Set<String> observed() throws InterruptedException {
    Set<String> found = new TreeSet<>();
    Parallel.map(List.of(NETWORK, VOLUME), kind -> kind.equals(NETWORK) ? networks() : volumes())
        .forEach(found::addAll);
    return found;
  }

  private Set<String> volumes() throws InterruptedException {
    Set<String> found = new TreeSet<>();
    for (Map<String, Object> volume : volumes(true)) {
      found.add(VOLUME + Tree.text(volume, "Name"));
    }
    return found;
  }

  private Set<String> networks() throws InterruptedException {
    Set<String> found = new TreeSet<>();
    Set<String> known = new HashSet<>();
    for (Map<String, Object> network : everyNetwork()) {
      String name = Tree.text(network, "Name");
      // Podman calls a network by its name where Docker gives its id.
      known.addAll(List.of(name, Tree.text(network, "Id")));
      if (Tree.text(Tree.map(network, "Labels"), Labels.PROJECT).equals(naming.stack().name())) {
        found.add(NETWORK + name);
      }
    }
    existing = known;
    return found;
  }

  /** The same containers with the network that each has lost, as of the last {@link #observed}. */
  List<Container> attached(List<Container> containers) {
    return existing.isEmpty()
        ? containers
        : containers.stream().map(each -> new Container(each.listed(), lost(each))).toList();
  }

  private String lost(Container container) {
    Map<String, String> has = container.networks();
    Map<String, ?> fields = definition().service(container.service());
    if (container.running() && Tree.text(fields, "network_mode").isEmpty()) {
      for (String key : Tree.map(fields, "networks").keySet()) {
        if (!has.containsKey(naming.network(key))) {
          return naming.network(key);
        }
      }
    }
    return has.entrySet().stream()
        .filter(each -> !each.getValue().isEmpty() && !existing.contains(each.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /**
   * @param own those of this stack only
   */
  List<Map<String, Object>> volumes(boolean own) throws InterruptedException {
    Object answer = engine.get("/volumes" + (own ? ofStack() : ""));
    List<Map<String, Object>> volumes = new ArrayList<>();
    Tree.list(Tree.map(answer), "Volumes").forEach(each -> volumes.add(Tree.map(each)));
    return volumes;
  }

  List<Map<String, Object>> everyNetwork() throws InterruptedException {
    List<Map<String, Object>> networks = new ArrayList<>();
    Tree.list(engine.get("/networks")).forEach(each -> networks.add(Tree.map(each)));
    return networks;
  }

  private String ofStack() {
    String label = Labels.PROJECT + "=" + naming.stack().name();
    return Engine.query(Map.of("filters", Engine.json(Map.of("label", List.of(label)))));
  }

  void create(String resource) throws InterruptedException {
    if (resource.startsWith(NETWORK)) {
      createNetwork(resource.substring(NETWORK.length()));
    } else {
      createVolume(resource.substring(VOLUME.length()));
    }
  }

  private void createNetwork(String name) throws InterruptedException {
    String key = key("networks", name);
    Map<String, ?> fields = definition().member("networks", key);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Name", name);
    body.put("CheckDuplicate", true);
    body.put("Driver", Tree.text(fields, "driver"));
    body.put("Options", Tree.textMap(fields, "driver_opts"));
    body.put("Internal", Tree.truth(fields, "internal"));
    body.put("Attachable", Tree.truth(fields, "attachable"));
    body.put("EnableIPv6", Tree.truth(fields, "enable_ipv6"));
    body.put("Labels", labels(Labels.NETWORK, key, fields));
    Map<String, Object> ipam = Tree.map(fields, "ipam");
    if (!ipam.isEmpty()) {
      body.put("IPAM", addresses(ipam));
    }
    try {
      engine.call("POST", "/networks/create", body);
    } catch (Refusal refusal) {
      // Somebody was faster: another command of this stack, since preflight saw no foreign one.
      if (!(refusal.status() == 409 && networks().contains(NETWORK + name))) {
        throw refused("network", name, refusal);
      }
    }
  }

  private static Map<String, Object> addresses(Map<String, Object> ipam) {
    List<Object> pools = new ArrayList<>();
    for (Object entry : Tree.list(ipam, "config")) {
      Map<String, Object> pool = Tree.map(entry);
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("Subnet", Tree.text(pool, "subnet"));
      config.put("IPRange", Tree.text(pool, "ip_range"));
      config.put("Gateway", Tree.text(pool, "gateway"));
      config.put("AuxiliaryAddresses", Tree.textMap(pool, "aux_addresses"));
      config.values().removeIf(value -> "".equals(value) || Map.of().equals(value));
      pools.add(config);
    }
    String driver = Tree.text(ipam, "driver");
    return Map.of("Driver", driver.isEmpty() ? "default" : driver, "Config", pools);
  }

  private void createVolume(String name) throws InterruptedException {
    String key = key("volumes", name);
    Map<String, ?> fields = definition().member("volumes", key);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Name", name);
    body.put("Driver", Tree.text(fields, "driver"));
    body.put("DriverOpts", Tree.textMap(fields, "driver_opts"));
    body.put("Labels", labels(Labels.VOLUME, key, fields));
    try {
      engine.call("POST", "/volumes/create", body);
    } catch (Refusal refusal) {
      throw refused("volume", name, refusal);
    }
  }

  private Map<String, Object> labels(String kind, String key, Map<String, ?> fields) {
    TreeMap<String, String> hashes = new TreeMap<>();
    Hashes.add(key, fields, hashes);
    String hash = Hashes.write(new Fingerprint(hashes));
    return Labels.ofResource(naming.stack(), kind, key, fields, hash);
  }

  private String key(String group, String name) {
    for (String key : definition().group(group).keySet()) {
      String named = group.equals("networks") ? naming.network(key) : naming.volume(key);
      if (named.equals(name)) {
        return key;
      }
    }
    return "default";
  }

  void delete(String resource) throws InterruptedException {
    boolean network = resource.startsWith(NETWORK);
    String name = resource.substring((network ? NETWORK : VOLUME).length());
    try {
      engine.call("DELETE", (network ? "/networks/" : "/volumes/") + Engine.part(name), null);
    } catch (Refusal refusal) {
      if (!refusal.isMissing()) {
        throw refused(network ? "network" : "volume", name, refusal);
      }
    }
  }

  private static UserError refused(String kind, String name, Refusal refusal) {
    return new UserError(
        ExitCode.FAILED,
        "the engine refuses the " + kind + " '" + name + "'",
        kind + "s." + name,
        refusal.said(),
        "docker " + kind + " inspect " + name + " shows who uses it");
  }
}
