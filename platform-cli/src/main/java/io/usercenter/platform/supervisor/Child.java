package io.usercenter.platform.supervisor;

import io.usercenter.platform.plan.Status;
import io.usercenter.platform.probe.Health;
import io.usercenter.platform.probe.Prober;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One service kept running: a thread that starts it, looks after its health and starts it again.
 */
final class Child {

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
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final String mark;
  private final Journal journal;
  private final LogFile log;
  private final Prober prober = new Prober();
  private final ChildSpec spec;
  private final Consumer<ChildState> listener;
  private final CompletableFuture<Void> stopRequested = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private final Object preparation = new Object();
  private boolean preparing;

  private volatile @Nullable Thread thread;
  private volatile ChildState state;
  private volatile Optional<ProcessIdentity> process = Optional.empty();

  /**
   * @param mark names this child in the environment of its process
   * @param directory the service's own directory
   * @param before its state as long as nothing was done
   */
  Child(
      String mark,
      Path directory,
      ChildSpec spec,
      ChildState before,
      Consumer<ChildState> listener) {
    this.mark = mark;
    this.journal = new Journal(directory);
    this.log = new LogFile(directory.resolve("output.log"));
    this.spec = spec;
    this.listener = listener;
    this.state = before;
  }

  ChildSpec spec() {
    return spec;
  }

  ChildState state() {
    return state;
  }

  LogFile log() {
    return log;
  }

  /** Looks after the process in a new thread; starts one when there is none to adopt. */
  void supervise(Optional<ProcessIdentity> adopted) {
    become(new Status.Starting("about to start"));
    thread = Thread.ofVirtual().name(spec.name()).start(() -> live(adopted));
  }

  private void live(Optional<ProcessIdentity> adopted) {
    try {
      new Life().run(adopted);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      ended.complete(null);
    }
  }

  /** Returns when its process has ended: by the stop signal, or killed after the grace period. */
  void stop() throws IOException, InterruptedException {
    Thread running = thread;
    if (running == null) {
      journal.write(new Journal.Entry(false, Optional.empty(), state.restarts()));
      return;
    }
    stopRequested.complete(null);
    synchronized (preparation) {
      if (preparing) {
        running.interrupt();
      }
    }
    if (!ended.isDone()) {
      become(new Status.Stopping());
    }
    if (!doneWithin(ended, spec.lifecycle().stopGrace().plus(END_LIMIT))) {
      throw new IOException(spec.name() + " does not end even after SIGKILL");
    }
    become(new Status.Stopped());
  }

  private static boolean doneWithin(CompletableFuture<?> future, Duration limit)
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

  private void become(Status status) {
    become(status, state.restarts(), state.crashes());
  }

  private synchronized void become(Status status, int restarts, int crashes) {
    OptionalLong pid =
        process.map(identity -> OptionalLong.of(identity.pid())).orElse(OptionalLong.empty());
    ChildState old = state;
    Instant since = old.status().word().equals(status.word()) ? old.since() : Instant.now();
    state = new ChildState(spec.name(), old.run(), status, since, restarts, crashes, pid);
    if (!state.equals(old)) {
      listener.accept(state);
    }
  }

  /** From the first start to the stop, over all crashes in between. */
  private final class Life {

    private int crashes;

    void run(Optional<ProcessIdentity> adopted) throws InterruptedException {
      Optional<ProcessIdentity> next = adopted;
      boolean again = true;
      while (again && !stopped()) {
        again = once(next);
        next = Optional.empty();
      }
      if (stopped()) {
        note(false);
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
          note(false);
          terminate(exit);
        }
        code = exit.join();
      } catch (IOException failure) {
        trouble = String.valueOf(failure.getMessage());
      } catch (Preparer.Failure failure) {
        become(new Status.Failed(String.valueOf(failure.getMessage())));
        return false;
      }
      process.ifPresent(Child.this::endSession);
      process = Optional.empty();
      if (stopped()) {
        return false;
      }
      if (finished(code)) {
        become(trouble.isEmpty() ? new Status.Exited(code.orElse(0)) : new Status.Failed(trouble));
        note(false);
        return false;
      }
      crashes = stable ? 1 : crashes + 1;
      return restart(trouble);
    }

    /**
     * Writes down what is. A full disk must not keep a service from being stopped or started: then
     * a successor sees what the processes themselves tell.
     */
    private void note(boolean wanted) {
      try {
        journal.write(new Journal.Entry(wanted, process, state.restarts()));
      } catch (IOException failure) {
        System.out.println(Instant.now() + " " + spec.name() + ": not noted: " + failure);
      }
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
                    && state.restarts() >= spec.lifecycle().maxRestarts());
        case ALWAYS, UNLESS_STOPPED -> false;
      };
    }

    private CompletableFuture<OptionalInt> adopt(ProcessIdentity identity) {
      process = Optional.of(identity);
      become(new Status.Starting("adopted, not probed yet"));
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
      process = ProcessIdentity.of(child.pid());
      note(true);
      become(new Status.Starting("just started"), state.restarts(), crashes);
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
            become(new Status.Preparing());
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
      if (!exit.isDone() && process.isPresent()) {
        long pid = process.get().pid();
        Spawner.signal(pid, spec.lifecycle().stopSignal());
        if (!doneWithin(exit, spec.lifecycle().stopGrace())) {
          Spawner.signal(pid, "SIGKILL");
        }
      }
    }

    /**
     * Probes until the process ends or a stop is asked for; whether it had been ready for a while
     * by then.
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
            become(new Status.Ready(), state.restarts(), 0);
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
      return switch (state.status()) {
        case Status.Ready(), Status.Unhealthy _ -> true;
        default -> false;
      };
    }

    private void becomeUnhealthy(String reason, boolean wasReady, int failures) {
      if (!wasReady) {
        become(new Status.Starting(reason));
      } else if (failures >= FAILURES_TO_UNHEALTHY) {
        become(new Status.Unhealthy(reason));
      }
    }

    private Duration longer(Duration pause) {
      Duration next = pause.multipliedBy(3).dividedBy(2);
      return next.compareTo(LONGEST_STARTING_PAUSE) > 0 ? LONGEST_STARTING_PAUSE : next;
    }

    private Health check(io.usercenter.platform.probe.Probe probe) {
      return prober.check(probe, PROBE_LIMIT);
    }

    /** Waits before the next try; false when a stop was asked for meanwhile. */
    private boolean restart(String trouble) throws InterruptedException {
      Duration pause = FIRST_BACK_OFF.multipliedBy(1L << Math.min(crashes - 1, 10));
      Duration bounded = pause.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : pause;
      String count = crashes > 1 ? "crashed " + crashes + " times in a row" : "crashed";
      String why = trouble.isEmpty() ? lastLine() : "; it could not be started: " + trouble;
      become(new Status.Restarting(count + why, bounded), state.restarts() + 1, crashes);
      note(true);
      return !doneWithin(stopRequested, bounded);
    }

    private String lastLine() {
      return log.tail(1).stream().findFirst().map(line -> "; last line: " + line).orElse("");
    }
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
}
