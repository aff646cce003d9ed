package io.usercenter.platform.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One snapshot of the services a runtime knows of for a stack. */
public record Observed(Map<String, Actual> services) {

  public Observed {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
  }

  /** A service as it was found. */
  public record Actual(String name, Status status, Fingerprint fingerprint) {}

  public static Observed nothing() {
    return new Observed(Map.of());
  }

  public Optional<Actual> service(String name) {
    return Optional.ofNullable(services.get(name));
  }
}
