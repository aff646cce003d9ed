package io.usercenter.platform.process;

import io.usercenter.platform.artifact.Artifact;
import io.usercenter.platform.artifact.ArtifactStore;
import io.usercenter.platform.artifact.FetchEvent;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts that native.yml defines. All that a plan needs is fetched together, by the first
 * step that asks; each step goes on as soon as its own part is there.
 */
public final class StackArtifacts implements Artifacts {

  private final Map<String, Artifact> fetched = new HashMap<>();
  private final Map<String, Builds.Build> built = new HashMap<>();
  private final Map<String, Path> roots = new ConcurrentHashMap<>();
  private final ArtifactStore store;
  private final Builds builds;
  private final boolean offline;
  private final Set<String> expected = new HashSet<>();
  private final Map<String, Progress> listeners = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
  private final Deque<Thread> fetching = new ArrayDeque<>();

  /**
   * @param definitions each artifact by name, as native.yml writes it
   * @param project root of the repository
   */
  public StackArtifacts(
      Map<String, Fields> definitions,
      Home home,
      Path project,
      ArtifactStore store,
      boolean offline) {
    this.store = store;
    this.builds = new Builds(home.cache(), project);
    this.offline = offline;
    definitions.forEach(this::define);
  }

  private void define(String name, Fields fields) {
    Optional<String> maven = fields.text("maven");
    Optional<String> debian = fields.text("debian");
    if (maven.isPresent()) {
      fetched.put(
          name,
          new Artifact.Maven(
              name,
              maven.get().replace("${maven-arch}", architecture()),
              fields.required("sha256"),
              fields.text("unpack")));
    } else if (debian.isPresent()) {
      fetched.put(
          name, new Artifact.Debian(name, debian.get(), fields.texts("packages"), patches(fields)));
    } else {
      built.put(name, new Builds.Build(name, fields.required("build"), fields.texts("files")));
    }
  }

  private static List<Artifact.Patch> patches(Fields fields) {
    return fields.list("patch").stream()
        .map(patch ->
            new Artifact.Patch(
                patch.required("file"), patch.required("from"), patch.required("to")))
        .toList();
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
      case "aarch64", "arm64" -> "arm64v8";
      default -> "amd64";
    };
  }

  @Override
  public Path root(String name) {
    return roots.computeIfAbsent(name, this::locate);
  }

  private Path locate(String name) {
    Builds.Build build = built.get(name);
    return build == null ? store.root(definition(name)) : builds.root(build);
  }

  private Artifact definition(String name) {
    Artifact artifact = fetched.get(name);
    if (artifact == null) {
      throw new IllegalArgumentException("native.yml defines no artifact '" + name + "'");
    }
    return artifact;
  }

  @Override
  public synchronized void expect(Collection<String> names) {
    names.stream().filter(fetched::containsKey).forEach(expected::add);
  }

  @Override
  public void obtain(String name, Progress progress) throws InterruptedException {
    Builds.Build build = built.get(name);
    if (build != null) {
      builds.obtain(build, root(name));
      return;
    }
    if (store.missing(List.of(definition(name))).isEmpty()) {
      return;
    }
    listeners.put(name, progress);
    await(join(name));
  }

  /** What nobody expected is fetched after what is being fetched. */
  private synchronized CompletableFuture<Void> join(String name) {
    CompletableFuture<Void> mine = waiting.get(name);
    if (mine != null) {
      return mine;
    }
    expected.add(name);
    List<Artifact> wanted =
        expected.stream().filter(it -> !waiting.containsKey(it)).map(this::definition).toList();
    wanted.forEach(artifact -> waiting.put(artifact.name(), new CompletableFuture<>()));
    Thread before = fetching.peekLast();
    fetching.addLast(Thread.ofVirtual().name("fetch").start(() -> fetch(wanted, before)));
    return Objects.requireNonNull(waiting.get(name), "put above");
  }

  private void fetch(List<Artifact> wanted, @Nullable Thread before) {
    List<CompletableFuture<Void>> all =
        wanted.stream().map(it -> Objects.requireNonNull(waiting.get(it.name()))).toList();
    try {
      if (before != null) {
        before.join();
      }
      store.obtain(wanted, offline, this::heard);
      all.forEach(one -> one.complete(null));
    } catch (UserError failure) {
      all.forEach(one -> one.completeExceptionally(failure));
    } catch (InterruptedException cancelled) {
      all.forEach(one -> one.completeExceptionally(cancelled));
    } catch (RuntimeException | Error bug) {
      all.forEach(one -> one.completeExceptionally(bug));
      throw bug;
    }
  }

  private void heard(FetchEvent event) {
    Progress progress = listeners.get(event.artifact());
    if (progress != null) {
      String phase = event.phase().name().toLowerCase(Locale.ROOT);
      progress.report(
          phase + " " + event.artifact() + (event.note().isEmpty() ? "" : ", " + event.note()),
          event.doneBytes(),
          event.totalBytes());
    }
    if (event.phase() == FetchEvent.Phase.DONE) {
      CompletableFuture<Void> waits = waiting.get(event.artifact());
      if (waits != null) {
        waits.complete(null);
      }
    }
  }

  private void await(CompletableFuture<Void> mine) throws InterruptedException {
    try {
      mine.get();
    } catch (InterruptedException cancelled) {
      cancel();
      throw cancelled;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof UserError error) {
        throw error;
      }
      if (failure.getCause() instanceof InterruptedException) {
        throw new InterruptedException("fetching was cancelled");
      }
      throw new IllegalStateException("fetching failed", failure.getCause());
    }
  }

  private synchronized void cancel() {
    fetching.forEach(Thread::interrupt);
  }
}
