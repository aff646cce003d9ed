package io.usercenter.platform.process;

import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.plan.Status;
import io.usercenter.platform.supervisor.ChildReport;
import io.usercenter.platform.supervisor.SupervisorClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Asks the running supervisor, without starting one. */
record SupervisorStates(StackDirectory directory) {

  ServiceState of(String service) {
    try {
      return new SupervisorClient(directory.socket())
          .states().stream()
              .filter(report -> report.state().name().equals(service))
              .map(SupervisorStates::state)
              .findFirst()
              .orElse(gone(service));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ServiceState gone(String service) {
    return new ServiceState(
        service, new Status.Stopped(), Instant.EPOCH, 0, ServiceState.Running.NONE, List.of());
  }

  private static ServiceState state(ChildReport report) {
    return new ServiceState(
        report.state().name(),
        report.state().status(),
        report.state().since(),
        report.state().restarts(),
        new ServiceState.Running(report.state().pid(), report.started(), report.residentBytes()),
        List.of());
  }
}
