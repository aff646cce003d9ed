package io.usercenter.platform.execute;

import io.usercenter.platform.plan.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One service as operators see it.
 *
 * @param since when it came into this status
 * @param restarts how often it was started again after a crash
 * @param endpoints addresses it listens on, as host:port
 */
public record ServiceState(
    String name,
    Status status,
    Instant since,
    int restarts,
    Running running,
    List<Endpoint> endpoints) {

  public ServiceState {
    endpoints = List.copyOf(endpoints);
  }

  /** The process behind a service; all empty when none runs. */
  public record Running(OptionalLong pid, Optional<Instant> started, OptionalLong residentBytes) {

    public static final Running NONE =
        new Running(OptionalLong.empty(), Optional.empty(), OptionalLong.empty());
  }

  /** A container port and where it is reached from this machine. */
  public record Endpoint(int containerPort, String host, int port) {}
}
