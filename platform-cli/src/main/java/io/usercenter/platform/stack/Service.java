package io.usercenter.platform.stack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One service of the stack.
 *
 * @param image image reference, empty when the service is only built
 */
public record Service(
    String name,
    String image,
    Map<String, String> environment,
    Wiring wiring,
    Lifecycle lifecycle,
    Traits traits) {

  public Service {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** What connects a service to the host and to other services. */
  public record Wiring(List<Port> ports, List<Mount> mounts, List<Dependency> dependencies) {

    public Wiring {
      ports = List.copyOf(ports);
      mounts = List.copyOf(mounts);
      dependencies = List.copyOf(dependencies);
    }
  }

  public List<Port> ports() {
    return wiring.ports();
  }

  public List<Mount> mounts() {
    return wiring.mounts();
  }

  public List<Dependency> dependencies() {
    return wiring.dependencies();
  }

  /** The mount at a path inside the container. */
  public Optional<Mount> mount(String target) {
    return mounts().stream().filter(mount -> mount.target().equals(target)).findFirst();
  }
}
