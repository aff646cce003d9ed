package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.LiveProgress;
import io.usercenter.platform.cli.console.Signals;
import java.time.Duration;

/**
 * Ctrl-C and termination: the first signal cancels the work and waits for it to end, a second one
 * ends the program at once.
 */
final class Interruption {

  // Statuses of a process ended by SIGINT and SIGTERM, as shells report them: 128 + signal.
  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Console console;
  private final Thread worker;
  private int status;

  private Interruption(Console console, Thread worker) {
    this.console = console;
    this.worker = worker;
  }

  /** Signals will cancel the calling thread, once they are listened to. */
  static Interruption ofThisThread(Console console) {
    return new Interruption(console, Thread.currentThread());
  }

  void listen() {
    Signals.on("INT", () -> received(INTERRUPTED));
    Signals.on("TERM", () -> received(TERMINATED));
  }

  /** The exit status after a cancellation. */
  synchronized int status() {
    return status == 0 ? INTERRUPTED : status;
  }

  /** Whether a signal asked for the end; what fails after that fails because of it. */
  synchronized boolean requested() {
    return status != 0;
  }

  private synchronized void received(int signalStatus) {
    if (status != 0) {
      endAtOnce();
    }
    status = signalStatus;
    Thread.ofPlatform().daemon().name("patience").start(this::endAfterPatience);
    worker.interrupt();
    console.note("cancelling; press Ctrl-C again to exit at once");
  }

  private void endAfterPatience() {
    try {
      Thread.sleep(PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    console.error("error: the work did not end within " + PATIENCE.toSeconds() + " s\n");
    endAtOnce();
  }

  private void endAtOnce() {
    if (console.terminal().live()) {
      console.error(LiveProgress.RESTORE);
    }
    Runtime.getRuntime().halt(status());
  }
}
