package io.usercenter.platform.artifact;

import io.usercenter.platform.artifact.FetchEvent.Phase;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The user's cache of artifacts. What is in it is whole and verified; several processes may use it
 * at once.
 */
public final class ArtifactStore {

  private static final int PARALLEL_DOWNLOADS = 6;

  private static final String MAVEN = ".maven-";

  private final Path cache;
  private final MavenRepository maven;
  private final PackageIndex packages;
  private final Supplier<Downloader> downloaders;
  private final Semaphore downloads = new Semaphore(PARALLEL_DOWNLOADS);

  /** A lock on a file is this process's, whichever thread took it. */
  private final ReentrantLock own = new ReentrantLock();

  public ArtifactStore(
      Path cache, MavenRepository maven, PackageIndex packages, Downloader downloader) {
    this(cache, maven, packages, () -> downloader);
  }

  private ArtifactStore(
      Path cache, MavenRepository maven, PackageIndex packages, Supplier<Downloader> downloaders) {
    this.cache = cache.toAbsolutePath();
    this.maven = maven;
    this.packages = packages;
    this.downloaders = downloaders;
  }

  /**
   * One that fetches with the programs of this machine.
   *
   * @param debianMirror used instead of what the machine's apt uses
   */
  public static ArtifactStore standard(Path cache, Optional<String> debianMirror) {
    Path indexes = cache.toAbsolutePath().resolve(".apt");
    return new ArtifactStore(
        cache,
        new MavenProgram(),
        new AptIndex(indexes, debianMirror),
        // A client costs a tenth of a second, which commands that fetch nothing need not pay.
        Downloader::standard);
  }

  /** Where the artifact is, or will be, unpacked. */
  public Path root(Artifact artifact) {
    return Shelf.in(cache, artifact).root();
  }

  /** Those that are not whole in the cache, in the order given. */
  public List<Artifact> missing(Collection<? extends Artifact> artifacts) {
    return artifacts.stream()
        .filter(it -> !Shelf.in(cache, it).complete())
        .<Artifact>map(it -> it)
        .distinct()
        .toList();
  }

  /**
   * Returns when all of them are in the cache; touches no network when they are. After a failure
   * the others are there, and what was downloaded is kept.
   *
   * @throws UserError with every artifact that could not be had
   */
  public void obtain(
      Collection<? extends Artifact> artifacts, boolean offline, FetchListener listener)
      throws InterruptedException {
    List<Artifact> missing = missing(artifacts);
    if (missing.isEmpty()) {
      return;
    }
    if (offline) {
      throw refusal(missing);
    }
    own.lockInterruptibly();
    try {
      obtainMissing(missing, listener);
    } finally {
      own.unlock();
    }
  }

  private UserError refusal(List<Artifact> missing) {
    List<Problem> problems =
        missing.stream()
            .map(it ->
                new Problem(
                    "the artifact '" + it.name() + "' is not in the cache",
                    Shelf.in(cache, it).directory().toString(),
                    "--offline forbids to fetch it: " + source(it),
                    "run `platform fetch` while there is a network"))
            .toList();
    return new UserError(ExitCode.UNREACHABLE, problems, null);
  }

  private static String source(Artifact artifact) {
    return switch (artifact) {
      case Artifact.Maven it -> it.coordinates() + " from a Maven repository";
      case Artifact.Debian it -> String.join(", ", it.packages()) + " of Debian " + it.suite();
    };
  }

  /** Locks in the order of names, so that two processes never wait for each other. */
  private void obtainMissing(List<Artifact> missing, FetchListener listener)
      throws InterruptedException {
    List<CacheLock> locks = new ArrayList<>();
    try {
      for (Artifact artifact :
          missing.stream().sorted(Comparator.comparing(Artifact::name)).toList()) {
        locks.add(lock(artifact, listener));
      }
      removeLeftovers(missing.getFirst());
      fetch(missing(missing), listener);
    } finally {
      release(locks);
    }
  }

  /** What runs of Maven leave when they are killed; those of living processes stay. */
  private void removeLeftovers(Artifact artifact) throws InterruptedException {
    storing(
        artifact,
        () -> {
          try (Stream<Path> entries = Files.list(cache)) {
            for (Path entry : entries.toList()) {
              String name = entry.getFileName().toString();
              if (name.matches("\\.maven-\\d+") && !alive(name.substring(MAVEN.length()))) {
                Shelf.delete(entry);
              }
            }
          }
        });
  }

  private static boolean alive(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).isPresent();
  }

  private CacheLock lock(Artifact artifact, FetchListener listener) throws InterruptedException {
    Shelf shelf = Shelf.in(cache, artifact);
    try {
      Files.createDirectories(shelf.directory());
      Shelf.allow(cache, true);
      Shelf.allow(shelf.directory(), true);
      return CacheLock.acquire(
          shelf.lock(),
          holder -> listener.heard(new FetchEvent(artifact.name(), Phase.WAIT, 0, 0, holder)));
    } catch (IOException e) {
      throw Failure.of(artifact, shelf.directory(), e);
    }
  }

  private static void release(List<CacheLock> locks) {
    for (CacheLock lock : locks) {
      try {
        lock.close();
      } catch (IOException e) {
        throw new IllegalStateException("a lock cannot be released", e);
      }
    }
  }

  private void fetch(List<Artifact> missing, FetchListener listener) throws InterruptedException {
    List<Artifact.Maven> files = all(missing, Artifact.Maven.class);
    try (Together together = new Together()) {
      if (!files.isEmpty()) {
        together.run(() -> fetchMaven(files, listener));
      }
      Map<String, List<Artifact.Debian>> suites =
          all(missing, Artifact.Debian.class).stream()
              .collect(Collectors.groupingBy(Artifact.Debian::suite));
      suites.values().forEach(it -> together.run(() -> fetchSuite(it, listener)));
      together.join();
    }
  }

  private static <T extends Artifact> List<T> all(List<Artifact> artifacts, Class<T> kind) {
    return artifacts.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void fetchMaven(List<Artifact.Maven> artifacts, FetchListener listener)
      throws InterruptedException {
    for (Artifact artifact : artifacts) {
      listener.heard(FetchEvent.of(artifact, Phase.DOWNLOAD));
    }
    Path scratch = cache.resolve(MAVEN + ProcessHandle.current().pid());
    storing(
        artifacts.getFirst(),
        () -> {
          Files.createDirectories(scratch);
          try (Together unpacking = new Together()) {
            Map<Artifact.Maven, Path> files = maven.fetch(artifacts, scratch, listener);
            files.forEach((artifact, file) ->
                unpacking.run(() -> storing(artifact, () -> shelve(artifact, file, listener))));
            unpacking.join();
          } finally {
            Shelf.delete(scratch);
          }
        });
  }

  private void shelve(Artifact.Maven artifact, Path file, FetchListener listener)
      throws IOException, InterruptedException {
    listener.heard(FetchEvent.of(artifact, Phase.VERIFY));
    String actual = Digest.sha256(file);
    if (!actual.equals(artifact.sha256())) {
      Files.delete(file);
      throw Failure.wrongChecksum(
          "'" + artifact.name() + "'", artifact.coordinates(), artifact.sha256(), actual);
    }
    listener.heard(FetchEvent.of(artifact, Phase.UNPACK));
    Shelf shelf = Shelf.in(cache, artifact);
    filling(
        shelf,
        begun -> {
          Archive archive = new Archive(file);
          Path scratch = begun.resolve("inner");
          if (artifact.inner().isPresent()) {
            archive = archive.inner(artifact.inner().get(), scratch);
          }
          archive.unpack(begun.resolve("root"));
          Shelf.delete(scratch);
          return List.of(artifact.coordinates() + " " + artifact.sha256());
        });
    listener.heard(FetchEvent.of(artifact, Phase.DONE));
  }

  private void fetchSuite(List<Artifact.Debian> artifacts, FetchListener listener)
      throws InterruptedException {
    storing(
        artifacts.getFirst(),
        () -> {
          try (Together together = new Together()) {
            packages
                .resolve(artifacts, listener)
                .forEach((artifact, remotes) ->
                    together.run(
                        () -> storing(artifact, () -> fetchDebian(artifact, remotes, listener))));
            together.join();
          }
        });
  }

  private void fetchDebian(Artifact.Debian artifact, List<Remote> remotes, FetchListener listener)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectories(cache.resolve(artifact.name()).resolve("download"));
    download(artifact, remotes, directory, listener);
    listener.heard(FetchEvent.of(artifact, Phase.UNPACK));
    filling(
        Shelf.in(cache, artifact),
        begun -> {
          Path root = begun.resolve("root");
          for (Remote remote : remotes) {
            new Archive(directory.resolve(remote.fileName())).unpack(root);
          }
          for (Artifact.Patch patch : artifact.patches()) {
            new Patching(patch).apply(root);
          }
          return remotes.stream().map(it -> it.fileName() + " " + it.sha256()).toList();
        });
    Shelf.delete(directory);
    listener.heard(FetchEvent.of(artifact, Phase.DONE));
  }

  private void download(
      Artifact artifact, List<Remote> remotes, Path directory, FetchListener listener)
      throws InterruptedException {
    long total = remotes.stream().mapToLong(Remote::sizeBytes).sum();
    AtomicLongArray done = new AtomicLongArray(remotes.size());
    Downloader downloader = downloaders.get();
    try (Together together = new Together()) {
      for (int each = 0; each < remotes.size(); each++) {
        int index = each;
        Remote remote = remotes.get(index);
        together.run(() ->
            storing(
                artifact,
                () ->
                    limited(
                        downloader,
                        remote,
                        directory,
                        bytes -> {
                          done.set(index, bytes);
                          listener.heard(downloading(artifact, done, total));
                        })));
      }
      together.join();
    }
  }

  private static FetchEvent downloading(Artifact artifact, AtomicLongArray done, long total) {
    long sum = 0;
    for (int index = 0; index < done.length(); index++) {
      sum += done.get(index);
    }
    return new FetchEvent(artifact.name(), Phase.DOWNLOAD, sum, total, "");
  }

  private void limited(Downloader downloader, Remote remote, Path directory, LongConsumer progress)
      throws IOException, InterruptedException {
    downloads.acquire();
    try {
      downloader.download(remote, directory.resolve(remote.fileName()), progress);
    } finally {
      downloads.release();
    }
  }

  /** Fills a new directory of the shelf. */
  @FunctionalInterface
  private interface Filling {

    /** Returns what it was filled from. */
    List<String> fill(Path begun) throws IOException, InterruptedException;
  }

  private static void filling(Shelf shelf, Filling filling)
      throws IOException, InterruptedException {
    Path begun = shelf.begin();
    try {
      shelf.publish(begun, filling.fill(begun));
    } finally {
      Shelf.delete(begun);
    }
  }

  /** Work that writes files. */
  @FunctionalInterface
  private interface Storing {

    void store() throws IOException, InterruptedException;
  }

  private void storing(Artifact artifact, Storing work) throws InterruptedException {
    try {
      work.store();
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException("storing '" + artifact.name() + "' was cancelled");
    } catch (IOException e) {
      throw Failure.of(artifact, cache.resolve(artifact.name()), e);
    }
  }
}
