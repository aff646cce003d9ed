package io.usercenter.platform.scrape;

import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.stack.Traits.Metrics;
import io.usercenter.platform.wire.Address;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The file service discovery of Prometheus for a stack: one file a service, so that a service comes
 * and goes without a restart of Prometheus. Pure.
 */
public final class ScrapeTargets {

  /** Directory, beside the scrape files, of those that say where alerts go. */
  public static final String ALERTING = "alerting/";

  private static final String PROVIDES_ALERTMANAGER = "Alertmanager";
  private static final String HEADER =
      "# Written by platform from the Compose files; edits are overwritten.\n";

  private ScrapeTargets() {}

  /** Says where Prometheus reaches a port of a service; empty while it does not run. */
  @FunctionalInterface
  public interface Locator {

    Optional<Address> locate(String service, int containerPort);

    /** Compose's own network, where a service's name is its address. */
    Locator COMPOSE = (service, port) -> Optional.of(new Address(service, port));
  }

  /**
   * Files by name relative to the directory of targets. A service that is not located has a file
   * without targets, which is how Prometheus forgets one.
   *
   * @param environment value of the label {@code env}
   */
  public static SortedMap<String, String> of(Stack stack, String environment, Locator locator) {
    SortedMap<String, String> files = new TreeMap<>();
    for (Service service : stack.services().values()) {
      Optional<Metrics> metrics = service.traits().metrics();
      if (metrics.isEmpty()) {
        continue;
      }
      Optional<Address> address = locator.locate(service.name(), metrics.get().port());
      files.put(file(service), text(address, labels(service, metrics.get(), environment)));
      if (service.traits().provides().equals(PROVIDES_ALERTMANAGER)) {
        files.put(ALERTING + file(service), text(address, new TreeMap<>()));
      }
    }
    return files;
  }

  /**
   * Value of the label {@code instance}: the address inside the stack, which is the same in every
   * runtime; with an {@code ip} label, that address and the port, as Pigsty's rules expect.
   */
  public static String instance(Service service, Metrics metrics) {
    String host = metrics.labels().getOrDefault("ip", service.name());
    return metrics.labels().getOrDefault("instance", host + ":" + metrics.port());
  }

  private static SortedMap<String, String> labels(
      Service service, Metrics metrics, String environment) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("env", environment);
    labels.put("job", metrics.job());
    labels.put("instance", instance(service, metrics));
    if (!metrics.path().equals("/metrics")) {
      labels.put("__metrics_path__", metrics.path());
    }
    labels.putAll(metrics.labels());
    return labels;
  }

  private static String file(Service service) {
    if (!service.name().matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException("'" + service.name() + "' is no name for a file");
    }
    return service.name() + ".yml";
  }

  private static String text(Optional<Address> address, Map<String, String> labels) {
    if (address.isEmpty()) {
      return HEADER + "[]\n";
    }
    String targets = "- targets: [" + quoted(address.get().toString()) + "]\n";
    String lines =
        labels.entrySet().stream()
            .map(label -> "    " + label.getKey() + ": " + quoted(label.getValue()) + "\n")
            .collect(Collectors.joining());
    return HEADER + targets + (lines.isEmpty() ? "" : "  labels:\n" + lines);
  }

  // A double-quoted YAML scalar (YAML 1.2.2, section 7.3.1).
  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return '"' + escaped + '"';
  }
}
