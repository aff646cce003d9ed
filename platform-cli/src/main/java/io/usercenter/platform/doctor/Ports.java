package io.usercenter.platform.doctor;

import io.usercenter.platform.port.PortOwners;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every port that is wanted can be had. */
record Ports(Map<Integer, String> wanted, PortOwners owners) implements Examination {

  private static final String WHY = "a service cannot start while another one has its port";

  @Override
  public List<Finding> findings() {
    List<Finding> taken = new ArrayList<>();
    new TreeMap<>(wanted)
        .forEach((port, service) -> {
          if (!PortOwners.isFree("127.0.0.1", port)) {
            taken.add(taken(port, service));
          }
        });
    return taken.isEmpty()
        ? List.of(Finding.ok("ports", wanted.size() + " ports are free", WHY))
        : taken;
  }

  private Finding taken(int port, String service) {
    String owner = owners.find(port).map(PortOwners.Owner::text).orElse("an unknown process");
    return Finding.fail(
        "port " + port,
        service + " needs it, and " + owner + " has it",
        WHY,
        "stop that process, or start with other ports: platform up --port-offset 10000");
  }
}
