package io.usercenter.platform.docker;

import io.usercenter.platform.error.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Sees to it before anything is changed that there is room on the disks of this machine. */
final class DiskCheck {

  private static final long MEGABYTE = 1L << 20;

  /** For logs and what containers write; what a pull needs on top no registry tells. */
  private static final long ENGINE_LIMIT = 512 * MEGABYTE;

  /** A mounted directory may be meant to be small. */
  private static final long MOUNT_LIMIT = 32 * MEGABYTE;

  private final Engine engine;
  private final Naming naming;
  private final Problems problems;

  DiskCheck(Engine engine, Naming naming, Problems problems) {
    this.engine = engine;
    this.naming = naming;
    this.problems = problems;
  }

  void check(Set<String> services) throws InterruptedException {
    if (engine.address().socket().isEmpty()) {
      return;
    }
    Path root = Path.of(Tree.text(Tree.map(engine.get("/info")), "DockerRootDir"));
    // An engine in a virtual machine has a disk that we do not see.
    if (root.isAbsolute() && Files.isDirectory(root)) {
      demand(
          root,
          ENGINE_LIMIT,
          "the engine's disk is nearly full",
          "free some: docker system df shows what takes it, docker image prune what is unused");
    }
    Set<Path> mounted = new TreeSet<>();
    services.forEach(service -> mounted.addAll(writable(service)));
    for (Path directory : mounted) {
      demand(
          directory,
          MOUNT_LIMIT,
          "the disk of a mounted directory is nearly full",
          "free some, or mount another directory");
    }
  }

  private Set<Path> writable(String service) {
    Set<Path> directories = new TreeSet<>();
    for (Object entry : Tree.list(naming.stack().definition().service(service), "volumes")) {
      Map<String, Object> volume = Tree.map(entry);
      if (Tree.text(volume, "type").equals("bind") && !Tree.truth(volume, "read_only")) {
        Path source = Path.of(Tree.text(volume, "source"));
        if (Files.isDirectory(source)) {
          directories.add(source);
        }
      }
    }
    return directories;
  }

  private void demand(Path directory, long limit, String what, String fix) {
    try {
      long free = Files.getFileStore(directory).getUsableSpace();
      // File systems that hold no files of their own have no size.
      if (free < limit && Files.getFileStore(directory).getTotalSpace() > 0) {
        problems.add(
            what,
            directory.toString(),
            free / MEGABYTE + " MB are free, at least " + limit / MEGABYTE + " MB are needed",
            fix);
      }
    } catch (IOException unreadable) {
      problems.add(
          "the room on a disk cannot be seen",
          directory.toString(),
          String.valueOf(unreadable.getMessage()),
          "see that the disk is well");
    }
  }
}
