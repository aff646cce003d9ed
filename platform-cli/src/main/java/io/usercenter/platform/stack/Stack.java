package io.usercenter.platform.stack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The services of one Compose project by name, in a stable order. */
public record Stack(String name, Map<String, Service> services) {

  public Stack {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
  }

  public Optional<Service> service(String name) {
    return Optional.ofNullable(services.get(name));
  }
}
