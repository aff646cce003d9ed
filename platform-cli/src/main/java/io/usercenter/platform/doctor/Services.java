package io.usercenter.platform.doctor;

import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.plan.Status;
import java.util.ArrayList;
import java.util.List;

/** Each service does what it should and has not crashed. */
record Services(List<ServiceState> states) implements Examination {

  private static final String WHY = "what depends on it does not work without";

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (ServiceState state : states) {
      findings.add(finding(state.name(), state.status()));
      if (state.restarts() > 0) {
        findings.add(
            Finding.warn(
                state.name(),
                "started again " + state.restarts() + " times after a crash",
                "a crash that comes back is a fault that was not mended",
                "platform logs " + state.name()));
      }
    }
    return findings;
  }

  private static Finding finding(String name, Status status) {
    String what = status.word() + (status.reason().isEmpty() ? "" : ": " + status.reason());
    String logs = "platform logs " + name;
    return switch (status) {
      case Status.Ready() -> Finding.ok(name, what, WHY);
      case Status.Preparing(), Status.Starting _ ->
          Finding.warn(name, what, WHY, "platform wait " + name);
      case Status.Stopped(), Status.Stopping(), Status.Exited _ ->
          Finding.warn(name, what, WHY, "platform up " + name);
      case Status.Unhealthy _, Status.Restarting _, Status.Failed _ ->
          Finding.fail(name, what, WHY, logs + ", then: platform restart " + name);
    };
  }
}
