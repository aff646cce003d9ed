package io.usercenter.platform.verify;

import io.usercenter.platform.wire.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs every check of a stack at once and collects what they found. */
public final class Verifier {

  /** Two scrape intervals of production and as long again for a busy machine. */
  public static final Duration USUAL_LIMIT = Duration.ofSeconds(40);

  private final List<Check> checks;
  private final Duration limit;

  /**
   * @param limit by when every check must have ended
   */
  public Verifier(Targets targets, Duration limit) {
    this(checksOf(targets), limit);
  }

  Verifier(List<Check> checks, Duration limit) {
    this.checks = List.copyOf(checks);
    this.limit = limit;
  }

  /** Names of the checks in the order of their results. */
  public List<String> names() {
    return checks.stream().map(Check::name).toList();
  }

  /**
   * Returns when the last check has ended.
   *
   * @param listener hears each result as it comes, one at a time, in no order
   */
  public List<CheckResult> verify(Consumer<CheckResult> listener) throws InterruptedException {
    Deadline deadline = Deadline.after(limit);
    Object turn = new Object();
    List<Callable<CheckResult>> tasks = new ArrayList<>();
    for (Check check : checks) {
      tasks.add(() -> {
        CheckResult result = check.run(deadline);
        synchronized (turn) {
          listener.accept(result);
        }
        return result;
      });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return results(threads.invokeAll(tasks));
    }
  }

  private static List<CheckResult> results(List<Future<CheckResult>> futures)
      throws InterruptedException {
    List<CheckResult> results = new ArrayList<>();
    for (Future<CheckResult> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException bug) {
        throw new IllegalStateException("a check failed in a way it should not", bug);
      }
    }
    return results;
  }

  private static List<Check> checksOf(Targets targets) {
    ServerChecks servers = new ServerChecks(targets);
    MonitoringChecks monitoring = new MonitoringChecks(targets);
    UserCenterChecks userCenter = new UserCenterChecks(targets);
    SearchCheck search = new SearchCheck(targets);
    TraceCheck traces = new TraceCheck(targets);
    return List.of(
        new Check("PostgreSQL: write and read a row", servers::postgres),
        new Check("Redis: set, get and delete a key", servers::redis),
        new Check("Elasticsearch: index, search, delete", servers::elasticsearch),
        new Check("Prometheus: query", monitoring::query),
        new Check("Prometheus: its rules are in force", monitoring::rulesInForce),
        new Check("Prometheus: every target is up", monitoring::targetsUp),
        new Check("Alertmanager: ready", monitoring::alertmanager),
        new Check("Dashboards: log in", monitoring::dashboards),
        new Check("user-center: user 1 is found", userCenter::found),
        new Check("user-center: an unknown user is 404", userCenter::notFound),
        new Check("user-center: its row is in the cache", userCenter::cached),
        new Check("user-center: its metrics arrive", userCenter::measured),
        new Check("user-center: its trace is found", traces::found),
        new Check("user-center: its log line is found", traces::logged),
        new Check("user-center: an exemplar leads to its trace", traces::exemplified),
        new Check("user-center: search finds a new user", search::found));
  }
}
