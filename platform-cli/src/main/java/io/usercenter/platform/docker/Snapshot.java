package io.usercenter.platform.docker;

import io.usercenter.platform.plan.Fingerprint;
import io.usercenter.platform.plan.Observed;
import io.usercenter.platform.plan.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The containers of a stack at one moment.
 *
 * @param services containers that count, by service, in the order of their numbers
 * @param leftovers containers an interrupted replacement left, by name
 */
record Snapshot(Map<String, List<Container>> services, Map<String, Leftover> leftovers) {

  /**
   * A container that has the name of a replacement.
   *
   * @param promoted whether it is the only one of its number, so that it is to take the name
   */
  record Leftover(Container container, boolean promoted) {

    String cause() {
      return promoted
          ? "an interrupted command replaced a container by it"
          : "an interrupted command did not finish a replacement";
    }
  }

  static Snapshot of(List<Container> found) {
    Map<String, List<Container>> services = new TreeMap<>();
    Map<String, Leftover> leftovers = new TreeMap<>();
    List<Container> temporary = new ArrayList<>();
    for (Container each : found) {
      if (each.temporary()) {
        temporary.add(each);
      } else if (!each.oneOff()) {
        services.computeIfAbsent(each.service(), _ -> new ArrayList<>()).add(each);
      }
    }
    for (Container each : temporary) {
      List<Container> same = services.computeIfAbsent(each.service(), _ -> new ArrayList<>());
      boolean promoted = same.stream().noneMatch(it -> it.number() == each.number());
      leftovers.put(each.name(), new Leftover(each, promoted));
      if (promoted) {
        same.add(each);
      }
    }
    services.values().removeIf(List::isEmpty);
    services.values().forEach(list -> list.sort(Comparator.comparingInt(Container::number)));
    return new Snapshot(services, leftovers);
  }

  List<Container> of(String service) {
    return services.getOrDefault(service, List.of());
  }

  /** How a service that may have several containers is seen as one. */
  static Observed.Actual actual(
      String service, int scale, List<Container> containers, Map<String, Status> statuses) {
    Container first = containers.getFirst();
    Fingerprint fingerprint = first.fingerprint().orElse(new Fingerprint(new TreeMap<>()));
    String strange = "";
    for (Container each : containers) {
      strange = strange.isEmpty() ? each.strange() : strange;
      if (strange.isEmpty() && !each.fingerprint().orElse(fingerprint).equals(fingerprint)) {
        strange = "its containers differ from each other";
      }
    }
    if (strange.isEmpty() && scale > 0 && containers.size() != scale) {
      strange = containers.size() + " of " + scale + " containers exist";
    }
    return new Observed.Actual(service, worst(containers, statuses), fingerprint, strange);
  }

  /** The status of the container that is farthest from being ready. */
  static Status worst(List<Container> containers, Map<String, Status> statuses) {
    Map<String, Status> own = new LinkedHashMap<>();
    containers.forEach(
        each -> own.put(each.id(), statuses.getOrDefault(each.id(), new Status.Stopped())));
    return own.values().stream()
        .max(Comparator.comparingInt(Snapshot::distance))
        .orElse(new Status.Stopped());
  }

  private static int distance(Status status) {
    return switch (status) {
      case Status.Ready() -> 0;
      case Status.Starting _ -> 1;
      case Status.Preparing() -> 2;
      case Status.Unhealthy _ -> 3;
      case Status.Restarting _ -> 4;
      case Status.Stopping() -> 5;
      case Status.Stopped() -> 6;
      case Status.Exited _ -> 7;
      case Status.Failed _ -> 8;
    };
  }

  /** Volumes without a name that its containers use. */
  Set<String> anonymousVolumes() {
    Set<String> volumes = new java.util.TreeSet<>();
    services
        .values()
        .forEach(list -> list.forEach(each -> volumes.addAll(each.anonymousVolumes().values())));
    return volumes;
  }
}
