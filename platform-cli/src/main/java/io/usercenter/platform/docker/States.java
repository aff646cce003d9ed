package io.usercenter.platform.docker;

import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.execute.ServiceState.Running;
import io.usercenter.platform.plan.Status;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Containers as operators ask for them: since when, how much memory, which ports. */
final class States {

  private final Containers containers;
  private final Snapshot snapshot;
  private final Map<String, Status> statuses;

  States(Containers containers, Snapshot snapshot, Map<String, Status> statuses) {
    this.containers = containers;
    this.snapshot = snapshot;
    this.statuses = statuses;
  }

  List<ServiceState> all() throws InterruptedException {
    return Parallel.map(
        List.copyOf(snapshot.services().entrySet()),
        entry -> state(entry.getKey(), entry.getValue()));
  }

  private ServiceState state(String service, List<Container> own) throws InterruptedException {
    Map<String, Object> inspected = Tree.map(null);
    Instant since = Instant.EPOCH;
    Running running = Running.NONE;
    try {
      inspected = containers.inspect(own.getFirst().id());
      Map<String, Object> state = Tree.map(inspected, "State");
      boolean runs = own.getFirst().running();
      since = time(Tree.text(state, runs ? "StartedAt" : "FinishedAt")).orElse(Instant.EPOCH);
      running = runs ? running(state, since) : Running.NONE;
    } catch (Refusal gone) {
      // Removed since it was listed: it is shown as it was then.
      if (!gone.isMissing()) {
        throw gone;
      }
    }
    List<ServiceState.Endpoint> endpoints = new ArrayList<>();
    for (Container each : own) {
      each.published()
          .forEach((outside, inside) ->
              endpoints.add(new ServiceState.Endpoint(inside, "127.0.0.1", outside)));
    }
    return new ServiceState(
        service,
        Snapshot.worst(own, statuses),
        since,
        (int) Tree.number(inspected, "RestartCount"),
        running,
        endpoints);
  }

  private static Running running(Map<String, Object> state, Instant since) {
    long pid = Tree.number(state, "Pid");
    return new Running(OptionalLong.of(pid), Optional.of(since), Memory.of(pid));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException unknown) {
      return Optional.empty();
    }
  }
}
