package io.usercenter.platform.compose;

import io.usercenter.platform.error.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The short syntax of ports: {@code [[IP:]HOST:]CONTAINER[/PROTOCOL]} with ranges. */
final class PortSyntax {

  private static final int MOST = 65_535;

  /** A range of ports, both ends included. */
  private record Range(int first, int last) {
    int more() {
      return last - first;
    }
  }

  private final String spec;
  private final Node node;
  private final YamlPath path;

  private PortSyntax(String spec, Node node, YamlPath path) {
    this.spec = spec;
    this.node = node;
    this.path = path;
  }

  /** One long form a container port, in the order of "port/protocol" as text. */
  static List<Node> parse(String spec, Node node, YamlPath path) {
    return new PortSyntax(spec, node, path).parse();
  }

  private List<Node> parse() {
    int last = spec.lastIndexOf(':');
    String container = spec.substring(last + 1);
    String hostPart = last < 0 ? "" : spec.substring(0, last);
    int middle = hostPart.lastIndexOf(':');
    String ip = middle < 0 ? "" : hostPart.substring(0, middle);
    String host = hostPart.substring(middle + 1);
    String[] port = container.split("/", -1);
    String protocol =
        port.length > 1 && !port[1].isEmpty() ? port[1].toLowerCase(Locale.ROOT) : "tcp";
    if (!List.of("tcp", "udp", "sctp").contains(protocol)) {
      throw invalid("'" + protocol + "' is no protocol", "use tcp, udp or sctp");
    }
    return expand(ip(ip), host.isEmpty() ? null : range(host), range(port[0]), protocol);
  }

  private List<Node> expand(String ip, @Nullable Range host, Range target, String protocol) {
    if (host != null && host.more() != target.more() && target.more() != 0) {
      throw invalid(
          "the two ranges differ in length", "publish as many host ports as container ports");
    }
    List<Mapping> ports = new ArrayList<>();
    for (int i = 0; i <= target.more(); i++) {
      Mapping port = new Mapping(node.place());
      port.set("mode", "ingress");
      if (!ip.isEmpty()) {
        port.set("host_ip", ip);
      }
      port.set("target", (long) target.first() + i);
      if (host != null) {
        boolean any = target.more() == 0 && host.more() != 0;
        port.set("published", any ? host.first() + "-" + host.last() : "" + (host.first() + i));
      }
      port.set("protocol", protocol);
      ports.add(port);
    }
    ports.sort(Comparator.comparing(port -> Figures.text(((Scalar) node(port, "target")).value())));
    return new ArrayList<>(ports);
  }

  private static Node node(Mapping mapping, String key) {
    Node value = mapping.get(key);
    return value == null ? mapping : value;
  }

  private String ip(String text) {
    String ip = text;
    if (text.indexOf(':') >= 0) {
      if (!text.startsWith("[") || !text.endsWith("]")) {
        throw invalid("'" + text + "' is no IP address", "write the address as [IPv6]");
      }
      ip = text.substring(1, text.length() - 1);
    }
    if (!ip.isEmpty() && !IpText.isAddress(ip)) {
      throw invalid("'" + ip + "' is no IP address", "write an address such as 127.0.0.1");
    }
    return ip;
  }

  private Range range(String text) {
    String[] ends = text.split("-", -1);
    int first = number(ends[0]);
    int last = ends.length > 1 ? number(ends[1]) : first;
    if (last < first) {
      throw invalid("the range '" + text + "' ends before it starts", "write the lower port first");
    }
    return new Range(first, last);
  }

  private int number(String text) {
    boolean digits = !text.isEmpty() && text.length() < 10;
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    int port = digits ? Integer.parseInt(text) : -1;
    if (port < 0 || port > MOST) {
      throw invalid(
          text.isEmpty() ? "a port is missing" : "'" + text + "' is no port",
          "ports are numbers from 1 to " + MOST);
    }
    return port;
  }

  private UserError invalid(String why, String fix) {
    return Report.error(
        node,
        path,
        "'" + spec + "' is no port mapping",
        why,
        fix + "; the form is [[IP:]HOST:]CONTAINER[/PROTOCOL]");
  }
}
