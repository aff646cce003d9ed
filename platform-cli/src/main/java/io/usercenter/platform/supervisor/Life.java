package io.usercenter.platform.supervisor;

import io.usercenter.platform.plan.Status;
import io.usercenter.platform.probe.Health;
import io.usercenter.platform.probe.Probe;
import io.usercenter.platform.probe.Prober;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** From the first start to the stop, over all crashes in between. */
final class Life {

  private static final Duration FIRST_PROBE_PAUSE = Duration.ofMillis(15);
  private static final Duration LONGEST_STARTING_PAUSE = Duration.ofMillis(150);
  private static final Duration READY_PAUSE = Duration.ofSeconds(5);
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(3);
  private static final int FAILURES_TO_UNHEALTHY = 3;
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);
  private static final Duration STABLE = Duration.ofSeconds(10);
  private static final Duration ADOPTED_LOOK = Duration.ofMillis(100);
  private static final Duration UNPROBED = Duration.ofMillis(300);

  private final String mark;
  private final ChildSpec spec;
  private final LogFile log;
  private final Condition condition;
  private final Prober prober = new Prober();
  private final CompletableFuture<Void> stopRequested = new CompletableFuture<>();

  private final Object preparation = new Object();
  private boolean preparing;
  private int crashes;

  /**
   * @param mark names the child in the environment of its process
   */
  Life(String mark, ChildSpec spec, LogFile log, Condition condition) {
    this.mark = mark;
    this.spec = spec;
    this.log = log;
    this.condition = condition;
  }

  /**
   * @param runner the thread in {@link #run}
   */
  void requestStop(Thread runner) {
    stopRequested.complete(null);
    synchronized (preparation) {
      if (preparing) {
        runner.interrupt();
      }
    }
  }

  void run(Optional<ProcessIdentity> adopted) throws InterruptedException {
    Optional<ProcessIdentity> next = adopted;
    boolean again = true;
    while (again && !stopped()) {
      again = once(next);
      next = Optional.empty();
    }
    if (stopped()) {
      condition.note(false);
    }
  }

  /** One process from its start to its end; whether there is to be another. */
  private boolean once(Optional<ProcessIdentity> adopted) throws InterruptedException {
    long begin = System.nanoTime();
    boolean stable = false;
    OptionalInt code = OptionalInt.empty();
    String trouble = "";
    try {
      CompletableFuture<OptionalInt> exit = adopted.isPresent() ? adopt(adopted.get()) : spawn();
      stable = watch(exit, begin, adopted.isPresent());
      if (stopped()) {
        condition.note(false);
        terminate(exit);
      }
      code = exit.join();
    } catch (IOException failure) {
      trouble = String.valueOf(failure.getMessage());
    } catch (Preparer.Failure failure) {
      condition.become(new Status.Failed(String.valueOf(failure.getMessage())));
      return false;
    }
    condition.process().ifPresent(this::endSession);
    condition.process(Optional.empty());
    if (stopped()) {
      return false;
    }
    if (finished(code)) {
      condition.become(
          trouble.isEmpty() ? new Status.Exited(code.orElse(0)) : new Status.Failed(trouble));
      condition.note(false);
      return false;
    }
    crashes = stable ? 1 : crashes + 1;
    return restart(trouble);
  }

  private boolean stopped() {
    return stopRequested.isDone();
  }

  private boolean finished(OptionalInt code) {
    return switch (spec.lifecycle().restart()) {
      case NO -> true;
      case ON_FAILURE ->
          code.orElse(1) == 0
              || (spec.lifecycle().maxRestarts() > 0
                  && condition.state().restarts() >= spec.lifecycle().maxRestarts());
      case ALWAYS, UNLESS_STOPPED -> false;
    };
  }

  private CompletableFuture<OptionalInt> adopt(ProcessIdentity identity) {
    condition.process(Optional.of(identity));
    condition.become(new Status.Starting("adopted, not probed yet"));
    CompletableFuture<OptionalInt> exit = new CompletableFuture<>();
    Thread.ofVirtual().name(spec.name() + "-end").start(() -> awaitEnd(identity, exit));
    return exit;
  }

  /** Nobody tells the end of a process that is not our child, nor its exit code. */
  private static void awaitEnd(ProcessIdentity identity, CompletableFuture<OptionalInt> exit) {
    try {
      while (identity.running()) {
        Thread.sleep(ADOPTED_LOOK);
      }
      exit.complete(OptionalInt.empty());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<OptionalInt> spawn()
      throws IOException, InterruptedException, Preparer.Failure {
    prepare();
    Process child = Spawner.spawn(spec.launch(), mark, log.path());
    condition.process(ProcessIdentity.of(child.pid()));
    condition.note(true);
    condition.become(new Status.Starting("just started"), condition.state().restarts(), crashes);
    return child.onExit().thenApply(ended -> OptionalInt.of(ended.exitValue()));
  }

  private void prepare() throws IOException, InterruptedException, Preparer.Failure {
    synchronized (preparation) {
      preparing = true;
    }
    try {
      Preparer.lay(spec.layout());
      for (ChildSpec.Preparation each : spec.layout().preparations()) {
        if (Preparer.needed(each)) {
          condition.become(new Status.Preparing());
          new Preparer(mark, log).prepare(each);
        }
      }
      if (stopped()) {
        throw new InterruptedException("stopped before it was started");
      }
    } catch (ClosedByInterruptException _) {
      throw new InterruptedException("stopped while it was prepared");
    } finally {
      // From here on a stop is seen without an interrupt, which could hit something else.
      synchronized (preparation) {
        preparing = false;
        boolean late = Thread.interrupted();
        assert !late || stopped();
      }
    }
  }

  private void terminate(CompletableFuture<OptionalInt> exit)
      throws IOException, InterruptedException {
    Optional<ProcessIdentity> process = condition.process();
    if (!exit.isDone() && process.isPresent()) {
      long pid = process.get().pid();
      Spawner.signal(pid, spec.lifecycle().stopSignal());
      if (!doneWithin(exit, spec.lifecycle().stopGrace())) {
        Spawner.signal(pid, "SIGKILL");
      }
    }
  }

  /**
   * Probes until the process ends or a stop is asked for; whether it had been ready for a while by
   * then.
   */
  private boolean watch(CompletableFuture<OptionalInt> exit, long begin, boolean adopted)
      throws InterruptedException {
    // Without a probe, not to end at once is all there is to see; one adopted has shown that.
    Duration pause = adopted || spec.probe().isPresent() ? FIRST_PROBE_PAUSE : UNPROBED;
    int failures = 0;
    CompletableFuture<Object> end = CompletableFuture.anyOf(exit, stopRequested);
    while (!doneWithin(end, pause)) {
      Health health = spec.probe().map(this::check).orElse(new Health.Healthy());
      boolean wasReady = ready();
      switch (health) {
        case Health.Healthy() -> {
          failures = 0;
          pause = READY_PAUSE;
          condition.become(new Status.Ready(), condition.state().restarts(), 0);
        }
        case Health.Unhealthy(String reason) -> {
          failures++;
          pause = wasReady ? Duration.ofSeconds(1) : longer(pause);
          becomeUnhealthy(reason, wasReady, failures);
        }
      }
    }
    return ready() && System.nanoTime() - begin > STABLE.toNanos();
  }

  private boolean ready() {
    return switch (condition.state().status()) {
      case Status.Ready(), Status.Unhealthy _ -> true;
      default -> false;
    };
  }

  private void becomeUnhealthy(String reason, boolean wasReady, int failures) {
    if (!wasReady) {
      condition.become(new Status.Starting(reason));
    } else if (failures >= FAILURES_TO_UNHEALTHY) {
      condition.become(new Status.Unhealthy(reason));
    }
  }

  private Duration longer(Duration pause) {
    Duration next = pause.multipliedBy(3).dividedBy(2);
    return next.compareTo(LONGEST_STARTING_PAUSE) > 0 ? LONGEST_STARTING_PAUSE : next;
  }

  private Health check(Probe probe) {
    return prober.check(probe, PROBE_LIMIT);
  }

  /** Waits before the next try; false when a stop was asked for meanwhile. */
  private boolean restart(String trouble) throws InterruptedException {
    Duration pause = FIRST_BACK_OFF.multipliedBy(1L << Math.min(crashes - 1, 10));
    Duration bounded = pause.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : pause;
    String count = crashes > 1 ? "crashed " + crashes + " times in a row" : "crashed";
    String why = trouble.isEmpty() ? lastLine() : "; it could not be started: " + trouble;
    condition.become(
        new Status.Restarting(count + why, bounded), condition.state().restarts() + 1, crashes);
    condition.note(true);
    return !doneWithin(stopRequested, bounded);
  }

  private String lastLine() {
    return log.tail(1).stream().findFirst().map(line -> "; last line: " + line).orElse("");
  }

  private void endSession(ProcessIdentity leader) {
    try {
      Spawner.killSession(leader.pid());
    } catch (IOException failure) {
      // What is left in the session, if anything, ends by itself or is found at the next start.
      System.out.println(Instant.now() + " " + spec.name() + ": " + failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  static boolean doneWithin(CompletableFuture<?> future, Duration limit)
      throws InterruptedException {
    try {
      future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug);
    }
  }
}
