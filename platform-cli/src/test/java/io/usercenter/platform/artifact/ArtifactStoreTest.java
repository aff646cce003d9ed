package io.usercenter.platform.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.usercenter.platform.artifact.FetchEvent.Phase;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactStoreTest {

  private static final int FILES = 120;

  @TempDir private Path directory;
  private Path cache;
  private Path zip;

  @BeforeEach
  void makeZip() throws IOException {
    cache = directory.resolve("cache");
    zip = directory.resolve("thing.zip");
    byte[] noise = new byte[50_000];
    new Random(3).nextBytes(noise);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int index = 0; index < FILES; index++) {
        out.putNextEntry(new ZipEntry("thing/file" + index));
        out.write(noise);
      }
    }
  }

  @Test
  void obtainsOnceAndThenTouchesNothing() throws Exception {
    Artifact artifact = FetchProgram.artifact(zip);
    ArtifactStore store = FetchProgram.store(cache, zip);
    List<Phase> phases = Collections.synchronizedList(new ArrayList<>());

    store.obtain(List.of(artifact), false, event -> phases.add(event.phase()));
    store.obtain(List.of(artifact), true, event -> phases.add(event.phase()));

    assertThat(phases).containsExactly(Phase.DOWNLOAD, Phase.VERIFY, Phase.UNPACK, Phase.DONE);
    assertWhole(artifact);
  }

  @Test
  void listsWhatIsMissingOffline() throws Exception {
    ArtifactStore store = FetchProgram.store(cache, zip);
    Artifact debian = new Artifact.Debian("redis", "bookworm", List.of("redis-server"));

    assertThatThrownBy(
            () -> store.obtain(List.of(FetchProgram.artifact(zip), debian), true, _ -> {}))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
              assertThat(error.problems()).hasSize(2);
              assertThat(error.render())
                  .contains("'thing'", "'redis'", "redis-server of Debian bookworm")
                  .contains("platform fetch");
            });
    assertThat(cache).doesNotExist();
  }

  @Test
  void refusesAFileWithAnotherChecksum() {
    Artifact other =
        new Artifact.Maven("thing", "org.example:thing:1:zip", "0".repeat(64), Optional.empty());
    ArtifactStore store = FetchProgram.store(cache, zip);

    assertThatThrownBy(() -> store.obtain(List.of(other), false, _ -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("expected " + "0".repeat(64));
    assertThat(store.missing(List.of(other))).containsExactly(other);
  }

  @Test
  void convergesAfterBeingKilledAtAnyPointOfUnpacking() throws Exception {
    Artifact artifact = FetchProgram.artifact(zip);
    Random random = new Random();
    for (int round = 0; round < 5; round++) {
      Process process = FetchProgram.start(FetchProgram.command(cache, zip));
      awaitLine(process, "UNPACK");
      process.waitFor(Duration.ofMillis(random.nextInt(60)));
      process.destroyForcibly().waitFor();

      boolean whole = FetchProgram.store(cache, zip).missing(List.of(artifact)).isEmpty();
      FetchProgram.store(cache, zip).obtain(List.of(artifact), false, _ -> {});

      assertWhole(artifact);
      assertThat(leftovers()).as("after a run that was %s whole", whole ? "" : "not").isEmpty();
      Shelf.delete(FetchProgram.store(cache, zip).root(artifact).resolveSibling("complete"));
    }
  }

  @Test
  void letsASecondProcessWaitForTheFirst() throws Exception {
    Process first = FetchProgram.start(FetchProgram.command(cache, zip));
    Process second = FetchProgram.start(FetchProgram.command(cache, zip));

    List<String> outputs = List.of(FetchProgram.output(first), FetchProgram.output(second));

    assertThat(first.exitValue()).isZero();
    assertThat(second.exitValue()).isZero();
    assertThat(outputs.stream().filter(it -> it.contains("UNPACK"))).hasSize(1);
    assertWhole(FetchProgram.artifact(zip));
  }

  @Test
  void namesTheProcessItWaitsFor() throws Exception {
    Path lock = Shelf.in(cache, FetchProgram.artifact(zip)).lock();
    try (CacheLock _ = CacheLock.acquire(lock, _ -> {})) {
      Process process = FetchProgram.start(FetchProgram.command(cache, zip));

      String line = awaitLine(process, "WAIT");

      assertThat(line).isEqualTo("WAIT waiting for process " + ProcessHandle.current().pid());
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void countsNothingAsCachedWhenTheDiskIsFull() throws Exception {
    Files.createDirectories(cache);
    List<String> inSmallFileSystem =
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=8m tmpfs '%s' && '%s'; echo left: $(find '%s' -name 'new-*')"
                .formatted(cache, String.join("' '", FetchProgram.command(cache, zip)), cache));
    assumeTrue(
        canMount(), "SKIPPED: mounting a small file system needs root and util-linux's unshare");

    String output = FetchProgram.output(FetchProgram.start(inSmallFileSystem));

    assertThat(output).contains("the disk is full: 'thing' could not be stored", "left:\n");
    assertThat(output).doesNotContain("DONE");
  }

  @Test
  void unpacksPackagesSoThatEverybodyCanReadThem() throws Exception {
    byte[] deb = debianPackage();
    Artifact.Patch patch = new Artifact.Patch("usr/bin/hello", "/usr/share", "usr//share");
    Artifact artifact = new Artifact.Debian("hello", "bookworm", List.of("hello"), List.of());
    Artifact patched = new Artifact.Debian("patched", "bookworm", List.of("hello"), List.of());
    try (LoopbackMirror mirror = new LoopbackMirror()) {
      Remote remote = mirror.cutting(1).serve("hello_1_all.deb", deb);
      ArtifactStore store =
          new ArtifactStore(
              cache,
              new FetchProgram.LocalRepository(zip),
              (artifacts, _) -> Map.of(artifacts.getFirst(), List.of(remote)),
              Downloader.standard());

      store.obtain(List.of(artifact), false, _ -> {});

      Path program = store.root(artifact).resolve("usr/bin/hello");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(program)))
          .isEqualTo("rwxr-xr-x");
      assertThat(Files.readString(store.root(artifact).resolveSibling("sources.lock")))
          .isEqualTo("hello_1_all.deb " + remote.sha256() + "\n");
      assertThat(store.missing(List.of(artifact, patched))).containsExactly(patched);
      new Patching(patch).apply(store.root(artifact));
      assertThat(program).content().contains("cat usr//share/hello");
    }
  }

  private byte[] debianPackage() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "SKIPPED: no dpkg-deb here");
    Path tree = directory.resolve("tree");
    Files.createDirectories(tree.resolve("DEBIAN"));
    Files.createDirectories(tree.resolve("usr/bin"));
    Files.writeString(
        tree.resolve("DEBIAN/control"),
        """
        Package: hello
        Version: 1
        Architecture: all
        Maintainer: nobody <nobody@example.org>
        Description: says hello
        """);
    Path program = tree.resolve("usr/bin/hello");
    Files.writeString(program, "cat /usr/share/hello\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path deb = directory.resolve("hello.deb");
    Tool.Result built =
        Tool.DPKG_DEB.run(
            Duration.ofSeconds(20), List.of("--build", tree.toString(), deb.toString()));
    assertThat(built.succeeded()).as(built.output()).isTrue();
    return Files.readAllBytes(deb);
  }

  private static boolean canMount() throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", "unshare --mount mount -t tmpfs tmpfs /mnt")
            .redirectErrorStream(true)
            .start();
    return process.waitFor() == 0;
  }

  private void assertWhole(Artifact artifact) throws IOException {
    ArtifactStore store = FetchProgram.store(cache, zip);
    assertThat(store.missing(List.of(artifact))).isEmpty();
    try (Stream<Path> files = Files.list(store.root(artifact).resolve("thing"))) {
      assertThat(files).hasSize(FILES);
    }
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.walk(cache, 2)) {
      return files.filter(it -> it.getFileName().toString().matches("new-.*|\\.maven-.*")).toList();
    }
  }

  private static String awaitLine(Process process, String start) throws IOException {
    BufferedReader reader = process.inputReader();
    String line = reader.readLine();
    while (line != null && !line.startsWith(start)) {
      line = reader.readLine();
    }
    return String.valueOf(line);
  }
}
