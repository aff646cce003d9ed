package io.usercenter.platform.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One snapshot of the services a runtime knows of for a stack.
 *
 * @param resources what services share and is there, such as {@code network shop_default}
 * @param leftovers what an interrupted command left half done, by name, with what it is
 */
public record Observed(
    Map<String, Actual> services, Set<String> resources, Map<String, String> leftovers) {

  public Observed {
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    resources = Collections.unmodifiableSet(new TreeSet<>(resources));
    leftovers = Collections.unmodifiableMap(new TreeMap<>(leftovers));
  }

  public Observed(Map<String, Actual> services) {
    this(services, Set.of(), Map.of());
  }

  /**
   * A service as it was found.
   *
   * @param strange why it cannot be compared with what is wanted and is replaced; empty when it can
   */
  public record Actual(String name, Status status, Fingerprint fingerprint, String strange) {

    public Actual(String name, Status status, Fingerprint fingerprint) {
      this(name, status, fingerprint, "");
    }
  }

  public static Observed nothing() {
    return new Observed(Map.of());
  }

  public Optional<Actual> service(String name) {
    return Optional.ofNullable(services.get(name));
  }
}
