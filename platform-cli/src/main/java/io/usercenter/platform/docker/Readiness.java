package io.usercenter.platform.docker;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Waits for one container to be ready by running its declared health test itself: the engine runs
 * it only once an interval, the first time one interval after the start.
 */
final class Readiness {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
  private static final double GROWTH = 1.7;

  /** A server without a health test that lives this long did not fail at once. */
  private static final Duration SETTLED = Duration.ofMillis(300);

  private static final int CRASHES_TO_GIVE_UP = 3;
  private static final int SHOWN_LOG_LINES = 12;

  private final Containers containers;
  private final Proofs proofs;
  private final Watch watch;
  private final String service;
  private final String id;
  private String seen = "nothing yet";

  Readiness(Containers containers, Proofs proofs, Watch watch, String service, String id) {
    this.containers = containers;
    this.proofs = proofs;
    this.watch = watch;
    this.service = service;
    this.id = id;
  }

  /**
   * @param completes whether others wait for its end
   */
  void await(boolean completes, Duration limit, Progress progress) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      int events = watch.count(id);
      if (isReady(completes)) {
        return;
      }
      progress.report(seen, 0, 0);
      if (System.nanoTime() >= end) {
        throw failed(ExitCode.TIMEOUT, "was not ready within " + limit.toSeconds() + " s");
      }
      watch.await(id, events, pause);
      pause = longer(pause);
    }
  }

  static Duration longer(Duration pause) {
    Duration next = Duration.ofNanos((long) (pause.toNanos() * GROWTH));
    return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }

  private boolean isReady(boolean completes) throws InterruptedException {
    Map<String, Object> inspected = inspect();
    Map<String, Object> state = Tree.map(inspected, "State");
    String status = Tree.text(state, "Status");
    long crashes = Tree.number(inspected, "RestartCount");
    seen = status;
    if (crashes >= CRASHES_TO_GIVE_UP) {
      throw failed(ExitCode.UNHEALTHY, "crashes in a loop, " + crashes + " times in a row");
    }
    return switch (status) {
      case "exited", "dead" -> ended(state, Tree.map(inspected, "HostConfig"));
      case "running" -> !completes && isHealthy(inspected, state);
      default -> false;
    };
  }

  private Map<String, Object> inspect() throws InterruptedException {
    try {
      return containers.inspect(id);
    } catch (Refusal refusal) {
      throw new UserError(
          ExitCode.UNHEALTHY,
          service + " cannot be waited for",
          "services." + service,
          "its container is gone: " + refusal.said(),
          "run the command again");
    }
  }

  private boolean ended(Map<String, Object> state, Map<String, Object> host) {
    long code = Tree.number(state, "ExitCode");
    String policy = Tree.text(Tree.map(host, "RestartPolicy"), "Name");
    String error = Tree.text(state, "Error");
    if (!error.isEmpty()) {
      seen = error;
    }
    if (code == 0 && !policy.equals("always") && !policy.equals("unless-stopped")) {
      return true;
    }
    String memory = Tree.truth(state, "OOMKilled") ? ", killed for want of memory" : "";
    throw failed(ExitCode.UNHEALTHY, "exited with code " + code + memory);
  }

  private boolean isHealthy(Map<String, Object> inspected, Map<String, Object> state)
      throws InterruptedException {
    Optional<HealthTest> test = HealthTest.of(inspected);
    if (test.isEmpty()) {
      return age(state).compareTo(SETTLED) >= 0;
    }
    if (watch.health(id).equals("healthy")) {
      return true;
    }
    Optional<String> complaint = complaint(containers, id, test.get());
    if (complaint.isEmpty()) {
      proofs.add(id, Tree.text(state, "StartedAt"));
    }
    seen = complaint.map(said -> "its health test says: " + said).orElse("healthy");
    return complaint.isEmpty();
  }

  /** Whether a container that its engine has no verdict on yet is ready. */
  static boolean isProved(Containers containers, Proofs proofs, String id)
      throws InterruptedException {
    Map<String, Object> inspected;
    try {
      inspected = containers.inspect(id);
    } catch (Refusal refusal) {
      if (refusal.isMissing()) {
        return false; // Removed since it was listed.
      }
      throw refusal;
    }
    String run = Tree.text(Tree.map(inspected, "State"), "StartedAt");
    Optional<HealthTest> test = HealthTest.of(inspected);
    return test.isEmpty()
        || proofs.hold(id, run, test.get().interval())
        || complaint(containers, id, test.get()).isEmpty();
  }

  /** What the health test finds wrong now; empty when it passes. */
  private static Optional<String> complaint(Containers containers, String id, HealthTest test)
      throws InterruptedException {
    try {
      Containers.Outcome outcome =
          containers.exec(id, Map.of("Cmd", test.command()), test.timeout());
      String said = outcome.output().strip().lines().reduce((_, last) -> last).orElse("");
      return outcome.exitCode() == 0
          ? Optional.empty()
          : Optional.of(said.isEmpty() ? "exit code " + outcome.exitCode() : said);
    } catch (Refusal refusal) {
      return Optional.of(refusal.said());
    } catch (UserError hung) {
      if (hung.exitCode() == ExitCode.TIMEOUT) {
        return Optional.of("nothing within " + test.timeout().toMillis() + " ms");
      }
      throw hung;
    }
  }

  // Both clocks are of one machine when the engine is; else the age is only a little wrong.
  private static Duration age(Map<String, Object> state) {
    try {
      return Duration.between(Instant.parse(Tree.text(state, "StartedAt")), Instant.now());
    } catch (DateTimeParseException unknown) {
      return SETTLED;
    }
  }

  private UserError failed(ExitCode code, String problem) {
    return new UserError(
        code,
        service + " " + problem,
        "services." + service,
        "last seen: " + seen + "; " + log(),
        "platform logs " + service);
  }

  private String log() {
    try {
      List<String> tail = containers.tail(id, SHOWN_LOG_LINES);
      return tail.isEmpty()
          ? "its log is empty"
          : "its log ends:\n       | " + String.join("\n       | ", tail);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "its log was not read";
    }
  }
}
