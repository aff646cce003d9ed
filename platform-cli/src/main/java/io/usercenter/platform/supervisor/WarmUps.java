package io.usercenter.platform.supervisor;

import io.usercenter.platform.plan.Status;
import io.usercenter.platform.supervisor.ChildSpec.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs what makes later starts quicker: one at a time, at the lowest priority, and only while every
 * service is ready. What fails is not tried again by this supervisor.
 */
final class WarmUps {

  private static final int LIMIT_SECONDS = 300;
  private static final int LOOK_MILLIS = 200;

  private final Supervisor supervisor;
  private final Path services;
  private final Set<Path> tried = new HashSet<>();

  WarmUps(Supervisor supervisor, Path services) {
    this.supervisor = supervisor;
    this.services = services;
  }

  /** Ends what a killed supervisor began. */
  void endLeftover() throws IOException, InterruptedException {
    Spawner.killMarked(mark());
  }

  private String mark() {
    return services + "#warm";
  }

  /** Runs at most one of those that are left; returns at once when there is none. */
  void runNext() throws IOException, InterruptedException {
    Optional<Child> next = next();
    if (next.isPresent()) {
      ChildSpec.WarmUp warmUp = next.get().spec().warmUp().orElseThrow();
      tried.add(warmUp.creates());
      run(next.get().spec().name(), warmUp);
    }
  }

  private Optional<Child> next() {
    if (!allReady()) {
      return Optional.empty();
    }
    return supervisor.children().stream()
        .filter(child -> child.spec().warmUp().filter(this::open).isPresent())
        .findFirst();
  }

  private boolean open(ChildSpec.WarmUp warmUp) {
    return !tried.contains(warmUp.creates()) && !Files.exists(warmUp.creates());
  }

  private boolean allReady() {
    return !supervisor.children().isEmpty()
        && supervisor.children().stream()
            .allMatch(child -> child.state().status() instanceof Status.Ready);
  }

  private void run(String service, ChildSpec.WarmUp warmUp)
      throws IOException, InterruptedException {
    Path unfinished = warmUp.creates().resolveSibling(warmUp.creates().getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Path log = services.resolve(service).resolve("warm.log");
    Files.deleteIfExists(log);
    Process process = Spawner.spawn(renamed(warmUp, unfinished), mark(), log);
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (!allReady() || System.nanoTime() > end) {
          // It can be done another time; the services come first.
          tried.remove(warmUp.creates());
          return;
        }
      }
      if (process.exitValue() == 0 && Files.exists(unfinished)) {
        Files.move(unfinished, warmUp.creates(), StandardCopyOption.ATOMIC_MOVE);
        removeOutdated(service, warmUp.creates().resolveSibling(""));
      }
    } finally {
      Spawner.killSession(process.pid());
    }
  }

  /** What was made for earlier artifacts of the service serves nobody any more. */
  private static void removeOutdated(String service, Path current) throws IOException {
    Path own = current.normalize();
    try (Stream<Path> siblings = Files.list(own.resolveSibling(""))) {
      for (Path sibling : siblings.toList()) {
        String name = sibling.getFileName().toString();
        if (name.matches(Pattern.quote(service) + "-[0-9a-f]+") && !sibling.equals(own)) {
          Preparer.delete(sibling);
        }
      }
    }
  }

  private static Launch renamed(ChildSpec.WarmUp warmUp, Path unfinished) {
    List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
    String creates = warmUp.creates().toString();
    warmUp
        .launch()
        .command()
        .forEach(word -> command.add(word.replace(creates, unfinished.toString())));
    return new Launch(
        command,
        warmUp.launch().environment(),
        warmUp.launch().directory(),
        warmUp.launch().input());
  }
}
