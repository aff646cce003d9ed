package io.usercenter.platform.verify;

import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.execute.ServiceState.Endpoint;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.wire.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The stack to verify and how it is reached.
 *
 * @param addresses by service name, then container port
 * @param secrets by name, read only when a check needs one
 * @param absent why a service of the stack is known not to run, by service name
 */
public record Targets(
    Stack stack,
    Map<String, Map<Integer, Address>> addresses,
    Map<String, Supplier<String>> secrets,
    Map<String, String> absent) {

  public Targets {
    addresses = Map.copyOf(addresses);
    secrets = Map.copyOf(secrets);
    absent = Map.copyOf(absent);
  }

  /**
   * Takes the addresses from what a runtime says of its services.
   *
   * @param inside by service, for ports that no service publishes
   */
  public static Targets of(
      Stack stack,
      List<ServiceState> states,
      Map<String, List<Endpoint>> inside,
      Map<String, Supplier<String>> secrets,
      Map<String, String> absent) {
    Map<String, Map<Integer, Address>> addresses = new HashMap<>();
    for (ServiceState state : states) {
      Map<Integer, Address> ports = new HashMap<>();
      List<Endpoint> endpoints = new ArrayList<>(inside.getOrDefault(state.name(), List.of()));
      endpoints.addAll(state.endpoints());
      for (Endpoint endpoint : endpoints) {
        ports.put(endpoint.containerPort(), new Address(endpoint.host(), endpoint.port()));
      }
      addresses.put(state.name(), Map.copyOf(ports));
    }
    return new Targets(stack, addresses, secrets, absent);
  }

  /** Where the service that {@code provides} this listens for what is at {@code port} inside. */
  Address locate(String provides, int port) throws Unproven {
    Service service =
        stack.services().values().stream()
            .filter(candidate -> candidate.traits().provides().equals(provides))
            .findFirst()
            .orElseThrow(() -> Unproven.skipped("no service of the stack provides " + provides));
    String reason = absent.get(service.name());
    if (reason != null) {
      throw Unproven.skipped(reason);
    }
    return address(service.name(), port)
        .orElseThrow(() ->
            Unproven.failed(
                "%s has no address for port %d: it does not run, or does not publish it"
                    .formatted(service.name(), port)));
  }

  /** As {@link #locate}, for those who need no reason. */
  public Optional<Address> find(String provides, int port) {
    try {
      return Optional.of(locate(provides, port));
    } catch (Unproven none) {
      return Optional.empty();
    }
  }

  String secret(String name) throws Unproven {
    Supplier<String> secret = secrets.get(name);
    if (secret == null) {
      throw Unproven.failed("the secret '" + name + "' is not known");
    }
    return secret.get();
  }

  private Optional<Address> address(String service, int port) {
    return Optional.ofNullable(addresses.getOrDefault(service, Map.of()).get(port));
  }
}
