package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.plan.Status;
import io.usercenter.platform.supervisor.ChildState;
import io.usercenter.platform.supervisor.LogFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Waits until services are ready, and tells why one is not. */
final class Readiness implements AutoCloseable {

  /** So many crashes in a row before it was ever ready: waiting longer would not help. */
  private static final int CRASHES_TO_GIVE_UP = 3;

  private static final int SHOWN_LOG_LINES = 12;
  private static final Duration REPORT_PAUSE = Duration.ofMillis(500);

  private final LiveStates states;
  private final StackDirectory directory;

  /**
   * @param states closed with this
   */
  Readiness(LiveStates states, StackDirectory directory) {
    this.states = states;
    this.directory = directory;
  }

  /**
   * @param run what is said of an earlier run may arrive late and is not looked at
   * @throws UserError when it did not become ready
   * @throws IOException when the supervisor is gone
   */
  void await(String service, long run, Duration limit, Progress progress)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      Duration slice = left.compareTo(REPORT_PAUSE) < 0 ? left : REPORT_PAUSE;
      Optional<ChildState> state =
          states.await(service, seen -> seen.run() >= run && decided(seen), slice);
      if (state.isPresent() && state.get().run() >= run && decided(state.get())) {
        failUnlessGood(state.get());
        return;
      }
      String seen = state.map(Readiness::seen).orElse("nothing heard of it yet");
      if (left.isNegative()) {
        throw tooLate(service, limit, seen);
      }
      progress.report(seen, 0, 0);
    }
  }

  private static String seen(ChildState state) {
    String reason = state.status().reason();
    return state.status().word() + (reason.isEmpty() ? "" : ": " + reason);
  }

  /** Whether waiting longer would change nothing. */
  private static boolean decided(ChildState state) {
    return switch (state.status()) {
      case Status.Ready(), Status.Exited _, Status.Failed _, Status.Stopped() -> true;
      case Status.Restarting _ -> state.crashes() >= CRASHES_TO_GIVE_UP;
      case Status.Preparing(), Status.Starting _, Status.Unhealthy _, Status.Stopping() -> false;
    };
  }

  private void failUnlessGood(ChildState state) {
    String problem =
        switch (state.status()) {
          case Status.Ready() -> "";
          case Status.Exited(int code) -> code == 0 ? "" : "exited with code " + code;
          case Status.Stopped() -> "was stopped meanwhile";
          case Status.Failed(String reason) -> "failed: " + reason;
          case Status.Restarting _ -> "crashes in a loop, " + state.crashes() + " times in a row";
          case Status.Preparing(), Status.Starting _, Status.Unhealthy _, Status.Stopping() ->
              throw new IllegalStateException("undecided: " + state);
        };
    if (!problem.isEmpty()) {
      throw unready(ExitCode.UNHEALTHY, state.name(), problem, seen(state));
    }
  }

  private UserError tooLate(String service, Duration limit, String seen) {
    return unready(
        ExitCode.TIMEOUT, service, "was not ready within " + limit.toSeconds() + " s", seen);
  }

  private UserError unready(ExitCode code, String service, String problem, String seen) {
    List<String> tail = new LogFile(directory.log(service)).tail(SHOWN_LOG_LINES);
    String log =
        tail.isEmpty()
            ? "its log is empty"
            : "its log ends:\n       | " + String.join("\n       | ", tail);
    return new UserError(
        code,
        service + " " + problem,
        "services." + service,
        "last seen: " + seen + "; " + log,
        "platform logs " + service);
  }

  @Override
  public void close() {
    states.close();
  }
}
