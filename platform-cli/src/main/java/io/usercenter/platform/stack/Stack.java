package io.usercenter.platform.stack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The services of one Compose project by name, in a stable order, and its secrets.
 *
 * @param definition all that the Compose files say
 */
public record Stack(
    String name,
    Map<String, Service> services,
    Map<String, Secret> secrets,
    Definition definition) {

  public Stack {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
  }

  public Stack(String name, Map<String, Service> services, Map<String, Secret> secrets) {
    this(name, services, secrets, Definition.NONE);
  }

  public Optional<Service> service(String name) {
    return Optional.ofNullable(services.get(name));
  }
}
