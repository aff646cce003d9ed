package io.usercenter.platform.doctor;

import io.usercenter.platform.execute.ServiceState;
import java.util.List;

/** Plain TCP is spoken where no other machine hears it. */
record Exposure(List<ServiceState> states) implements Examination {

  private static final String NAME = "certificates";
  private static final String WHY = "without one, passwords and data are read by whoever listens";

  @Override
  public List<Finding> findings() {
    List<String> exposed =
        states.stream()
            .flatMap(state -> state.endpoints().stream())
            .filter(endpoint -> !loopback(endpoint.host()))
            .map(endpoint -> endpoint.host() + ":" + endpoint.port())
            .toList();
    return List.of(
        exposed.isEmpty()
            ? Finding.ok(NAME, "none: every address is on loopback, so nothing can expire", WHY)
            : Finding.warn(
                NAME,
                "none, though not on loopback: " + String.join(", ", exposed),
                WHY,
                "start without --expose, or put a proxy with TLS in front"));
  }

  private static boolean loopback(String host) {
    return host.startsWith("127.") || host.equals("::1") || host.equals("localhost");
  }
}
