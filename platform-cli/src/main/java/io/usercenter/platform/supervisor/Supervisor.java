package io.usercenter.platform.supervisor;

import io.usercenter.platform.plan.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The children of one stack. Whatever it is told is on disk before it is done, so that its
 * successor goes on where it was killed.
 */
final class Supervisor {

  private final Path services;
  // Beyond those of earlier supervisors since boot, whatever happens to the wall clock.
  private final AtomicLong runs = new AtomicLong(System.nanoTime());
  private final Map<String, Child> children = new ConcurrentSkipListMap<>();
  private final List<Consumer<ChildState>> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param services directory with one directory a service
   */
  Supervisor(Path services) {
    this.services = services;
  }

  /** Takes over what an earlier supervisor left: adopts what runs, starts again what should run. */
  void takeOver() throws IOException {
    for (Path directory : directories()) {
      try {
        Journal journal = new Journal(directory);
        Optional<ChildSpec> spec = journal.readSpecification();
        if (spec.isPresent()) {
          takeOver(spec.get(), journal.read());
        }
      } catch (IOException | RuntimeException unreadable) {
        // One record that cannot be read must not keep the other services from their supervisor.
        System.out.println(Instant.now() + " left alone: " + directory + ": " + unreadable);
      }
    }
  }

  private void takeOver(ChildSpec spec, Journal.Entry entry) throws IOException {
    Child child = child(spec, entry.restarts());
    Optional<ProcessIdentity> process =
        entry.process().filter(ProcessIdentity::running).or(() -> Marked.find(mark(spec.name())));
    boolean rebooted =
        entry.process().isPresent()
            && !entry.process().get().boot().equals(ProcessIdentity.bootId());
    if (process.isPresent() || (entry.wanted() && !rebooted)) {
      child.supervise(process);
    }
    if (process.isPresent() && !entry.wanted()) {
      Thread.ofVirtual().name("stop " + spec.name()).start(() -> goOnStopping(child));
    }
  }

  /** An earlier supervisor was told to stop it and was killed while it waited. */
  private static void goOnStopping(Child child) {
    try {
      child.stop();
    } catch (IOException failure) {
      System.out.println(Instant.now() + " " + child.spec().name() + ": " + failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts a child, or leaves it alone when it already runs as specified; returns its run. */
  synchronized long start(ChildSpec spec) throws IOException, InterruptedException {
    Child running = children.get(spec.name());
    if (running != null && running.state().status().alive()) {
      boolean stopping = running.state().status() instanceof Status.Stopping;
      if (running.spec().equals(spec) && !stopping) {
        return running.state().run();
      }
      running.stop();
    }
    Path directory = Files.createDirectories(services.resolve(spec.name()));
    Journal journal = new Journal(directory);
    journal.writeSpecification(spec);
    journal.write(new Journal.Entry(true, Optional.empty(), 0));
    Child child = child(spec, 0);
    child.supervise(Optional.empty());
    return child.state().run();
  }

  private Child child(ChildSpec spec, int restarts) {
    Child child =
        new Child(
            mark(spec.name()),
            services.resolve(spec.name()),
            spec,
            new ChildState(
                spec.name(),
                runs.incrementAndGet(),
                new Status.Stopped(),
                Instant.now(),
                restarts,
                0,
                OptionalLong.empty()),
            state -> listeners.forEach(listener -> listener.accept(state)));
    children.put(spec.name(), child);
    return child;
  }

  private String mark(String service) {
    return services.resolve(service).toString();
  }

  void stop(String name) throws IOException, InterruptedException {
    Child child = children.get(name);
    if (child != null) {
      child.stop();
    }
  }

  /** Forgets a stopped child. */
  void remove(String name) throws IOException, InterruptedException {
    stop(name);
    children.remove(name);
    new Journal(services.resolve(name)).delete();
  }

  Collection<Child> children() {
    return children.values();
  }

  /** Ends a listening. */
  @FunctionalInterface
  interface Listening {

    void stop();
  }

  /** Hears every change from now on. */
  Listening listen(Consumer<ChildState> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  boolean anyAlive() {
    return children.values().stream()
        .map(Child::state)
        .map(ChildState::status)
        .anyMatch(Status::alive);
  }

  void rotateLogs() {
    for (Child child : children.values()) {
      try {
        child.log().rotateIfLarge();
      } catch (IOException failure) {
        System.out.println(Instant.now() + " " + child.spec().name() + ": not rotated: " + failure);
      }
    }
  }

  private List<Path> directories() throws IOException {
    Files.createDirectories(services);
    try (Stream<Path> entries = Files.list(services)) {
      return new ArrayList<>(entries.filter(Files::isDirectory).sorted().toList());
    }
  }
}
