package io.usercenter.platform.docker;

import io.usercenter.platform.stack.Definition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How a container is reached, in the engine's words.
 *
 * @param mode the network it is created in, or another container's, the host's or none
 * @param endpoints by name of the network, the first one being the mode's
 */
record Networking(String mode, Map<String, Object> endpoints) {

  /**
   * @param containers id of the first container of a service, or of a container by its name
   */
  static Networking of(
      Naming naming, String service, int number, Function<String, String> containers) {
    Definition definition = naming.stack().definition();
    Map<String, ?> fields = definition.service(service);
    String mode = shared(Tree.text(fields, "network_mode"), containers);
    if (!mode.isEmpty()) {
      return new Networking(mode, Map.of());
    }
    Map<String, Object> attached = Tree.map(fields, "networks");
    if (attached.isEmpty()) {
      return new Networking("none", Map.of());
    }
    Map<String, Object> endpoints = new LinkedHashMap<>();
    for (String key : byPriority(attached)) {
      endpoints.put(
          naming.network(key), endpoint(naming, service, number, Tree.map(attached, key)));
    }
    return new Networking(endpoints.keySet().iterator().next(), endpoints);
  }

  /** Another container's namespace, in the engine's words; what is not one stays as it is. */
  static String shared(String mode, Function<String, String> containers) {
    if (mode.startsWith("service:")) {
      return "container:" + containers.apply(mode.substring("service:".length()));
    }
    return mode;
  }

  private static List<String> byPriority(Map<String, Object> attached) {
    List<String> keys = new ArrayList<>(attached.keySet());
    keys.sort(
        Comparator.<String>comparingLong(key -> -Tree.number(Tree.map(attached, key), "priority"))
            .thenComparing(Comparator.naturalOrder()));
    return keys;
  }

  private static Map<String, Object> endpoint(
      Naming naming, String service, int number, Map<String, Object> settings) {
    Map<String, Object> endpoint = new LinkedHashMap<>();
    List<String> aliases = new ArrayList<>();
    aliases.add(naming.container(service, number));
    aliases.add(service);
    aliases.addAll(Tree.texts(settings, "aliases"));
    endpoint.put("Aliases", aliases);
    Map<String, ?> fields = naming.stack().definition().service(service);
    List<String> links = new ArrayList<>();
    for (String link : Tree.texts(fields, "links")) {
      String[] parts = link.split(":", 2);
      String target = naming.container(parts[0], 1);
      links.add(target + ":" + target);
      links.add(target + ":" + (parts.length == 1 ? parts[0] : parts[1]));
    }
    for (String link : Tree.texts(fields, "external_links")) {
      links.add(link.contains(":") ? link : link + ":" + link);
    }
    if (!links.isEmpty()) {
      endpoint.put("Links", links);
    }
    addresses(settings, endpoint);
    return endpoint;
  }

  private static void addresses(Map<String, Object> settings, Map<String, Object> endpoint) {
    Map<String, Object> addresses = new LinkedHashMap<>();
    if (!Tree.text(settings, "ipv4_address").isEmpty()) {
      addresses.put("IPv4Address", Tree.text(settings, "ipv4_address"));
    }
    if (!Tree.text(settings, "ipv6_address").isEmpty()) {
      addresses.put("IPv6Address", Tree.text(settings, "ipv6_address"));
    }
    if (!Tree.list(settings, "link_local_ips").isEmpty()) {
      addresses.put("LinkLocalIPs", Tree.list(settings, "link_local_ips"));
    }
    if (!addresses.isEmpty()) {
      endpoint.put("IPAMConfig", addresses);
    }
    if (!Tree.text(settings, "mac_address").isEmpty()) {
      endpoint.put("MacAddress", Tree.text(settings, "mac_address"));
    }
    if (!Tree.map(settings, "driver_opts").isEmpty()) {
      endpoint.put("DriverOpts", Tree.textMap(settings, "driver_opts"));
    }
    if (settings.get("gw_priority") != null) {
      endpoint.put("GwPriority", Tree.number(settings, "gw_priority"));
    }
  }

  /** Ports the container opens, and where the host publishes them. */
  static Map<String, List<Object>> ports(Map<String, ?> fields) {
    Map<String, List<Object>> bindings = new LinkedHashMap<>();
    for (Object entry : Tree.list(fields, "ports")) {
      Map<String, Object> port = Tree.map(entry);
      String protocol = Tree.text(port, "protocol");
      String key = Tree.text(port, "target") + "/" + (protocol.isEmpty() ? "tcp" : protocol);
      bindings
          .computeIfAbsent(key, _ -> new ArrayList<>())
          .add(
              Map.of(
                  "HostIp", Tree.text(port, "host_ip"), "HostPort", Tree.text(port, "published")));
    }
    return bindings;
  }

  /** Ports that are only said to be open; a range stands for each of its ports. */
  static List<String> exposed(Map<String, ?> fields) {
    List<String> exposed = new ArrayList<>();
    for (String text : Tree.texts(fields, "expose")) {
      int slash = text.indexOf('/');
      String[] range = (slash < 0 ? text : text.substring(0, slash)).split("-", 2);
      String protocol = slash < 0 ? "/tcp" : text.substring(slash);
      int last = Integer.parseInt(range[range.length - 1]);
      for (int port = Integer.parseInt(range[0]); port <= last; port++) {
        exposed.add(port + protocol);
      }
    }
    return exposed;
  }
}
