package io.usercenter.platform.supervisor;

import io.usercenter.platform.plan.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What is so of a child: its state, told to a listener, and its process, kept in its journal. */
final class Condition {

  private final Journal journal;
  private final Consumer<ChildState> listener;
  private volatile ChildState state;
  private volatile Optional<ProcessIdentity> process = Optional.empty();

  /**
   * @param before the state as long as nothing was done
   */
  Condition(Journal journal, ChildState before, Consumer<ChildState> listener) {
    this.journal = journal;
    this.state = before;
    this.listener = listener;
  }

  ChildState state() {
    return state;
  }

  Optional<ProcessIdentity> process() {
    return process;
  }

  void process(Optional<ProcessIdentity> now) {
    process = now;
  }

  void become(Status status) {
    become(status, state.restarts(), state.crashes());
  }

  synchronized void become(Status status, int restarts, int crashes) {
    OptionalLong pid =
        process.map(identity -> OptionalLong.of(identity.pid())).orElse(OptionalLong.empty());
    ChildState old = state;
    Instant since = old.status().word().equals(status.word()) ? old.since() : Instant.now();
    state = new ChildState(old.name(), old.run(), status, since, restarts, crashes, pid);
    if (!state.equals(old)) {
      listener.accept(state);
    }
  }

  void write(boolean wanted) throws IOException {
    journal.write(new Journal.Entry(wanted, process, state.restarts()));
  }

  /**
   * Writes down what is. A full disk must not keep a service from being stopped or started: then a
   * successor sees what the processes themselves tell.
   */
  void note(boolean wanted) {
    try {
      write(wanted);
    } catch (IOException failure) {
      System.out.println(Instant.now() + " " + state.name() + ": not noted: " + failure);
    }
  }
}
