package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problems;
import io.usercenter.platform.stack.Port;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which port of this machine stands for which container port: the published one where there is one,
 * else the same number; all of them moved by the offset of the stack.
 */
public record LoopbackPorts(Map<String, Map<Integer, Integer>> byService, int offset) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int LARGEST = 65_535;

  /**
   * @throws io.usercenter.platform.error.UserError when the offset moves a port to a number that
   *     does not exist
   */
  public static LoopbackPorts of(Stack stack, int offset) {
    Map<String, Map<Integer, Integer>> byService = new LinkedHashMap<>();
    for (Service service : stack.services().values()) {
      Map<Integer, Integer> ports = new LinkedHashMap<>();
      for (Port port : service.ports()) {
        ports.merge(
            port.container(),
            port.published().orElse(port.container()) + offset,
            (first, _) -> first);
      }
      byService.put(service.name(), ports);
    }
    LoopbackPorts moved = new LoopbackPorts(byService, offset);
    moved.requireExisting();
    return moved;
  }

  private void requireExisting() {
    Problems problems = new Problems();
    byService.forEach((service, numbers) ->
        numbers.values().stream()
            .filter(number -> number < 1 || number > LARGEST)
            .forEach(number ->
                problems.add(
                    "port " + number + " does not exist",
                    "services." + service + ".ports",
                    "ports go from 1 to 65535, and the stack is moved by " + offset,
                    "use another --port-offset")));
    problems.failIfAny(ExitCode.USAGE);
  }

  private static boolean published(Stack stack, String service) {
    return stack
        .service(service)
        .filter(it -> it.ports().stream().anyMatch(port -> port.published().isPresent()))
        .isPresent();
  }

  /** The port of this machine for a container port, also for one the Compose file does not name. */
  public int port(String service, int containerPort) {
    return byService
        .getOrDefault(service, Map.of())
        .getOrDefault(containerPort, containerPort + offset);
  }

  /**
   * Variables for the Compose files: {@code <SERVICE>_HOST}, {@code <SERVICE>_PORT} for its first
   * port, {@code <SERVICE>_PORT_<container port>} for each, {@code <SERVICE>_LISTEN_HOST}, and
   * {@code METRICS_LISTEN_HOST}, which stays on loopback.
   *
   * @param listenHost where published services listen; all others listen on loopback
   */
  public Map<String, String> variables(Stack stack, String listenHost) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("METRICS_LISTEN_HOST", LOOPBACK);
    byService.forEach((service, ports) -> {
      String prefix = service.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
      variables.put(prefix + "_HOST", LOOPBACK);
      variables.put(prefix + "_LISTEN_HOST", published(stack, service) ? listenHost : LOOPBACK);
      ports.forEach((inside, outside) -> {
        variables.putIfAbsent(prefix + "_PORT", String.valueOf(outside));
        variables.put(prefix + "_PORT_" + inside, String.valueOf(outside));
      });
    });
    return variables;
  }
}
