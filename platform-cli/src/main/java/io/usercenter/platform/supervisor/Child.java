package io.usercenter.platform.supervisor;

import io.usercenter.platform.plan.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One service kept running: a thread that starts it, looks after its health and starts it again.
 */
final class Child {

  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final ChildSpec spec;
  private final LogFile log;
  private final Condition condition;
  private final Life life;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile @Nullable Thread thread;

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
    this.spec = spec;
    this.log = new LogFile(directory.resolve("output.log"));
    this.condition = new Condition(new Journal(directory), before, listener);
    this.life = new Life(mark, spec, log, condition);
  }

  ChildSpec spec() {
    return spec;
  }

  ChildState state() {
    return condition.state();
  }

  LogFile log() {
    return log;
  }

  /** Looks after the process in a new thread; starts one when there is none to adopt. */
  void supervise(Optional<ProcessIdentity> adopted) {
    condition.become(new Status.Starting("about to start"));
    thread = Thread.ofVirtual().name(spec.name()).start(() -> live(adopted));
  }

  private void live(Optional<ProcessIdentity> adopted) {
    try {
      life.run(adopted);
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
      condition.write(false);
      return;
    }
    life.requestStop(running);
    if (!ended.isDone()) {
      condition.become(new Status.Stopping());
    }
    if (!Life.doneWithin(ended, spec.lifecycle().stopGrace().plus(END_LIMIT))) {
      throw new IOException(spec.name() + " does not end even after SIGKILL");
    }
    condition.become(new Status.Stopped());
  }
}
