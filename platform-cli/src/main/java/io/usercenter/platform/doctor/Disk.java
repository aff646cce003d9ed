package io.usercenter.platform.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A directory, or where it will be made, has room for bytes and for files. */
record Disk(String name, Path directory, long neededBytes) implements Examination {

  private static final double FULL = 0.05;
  private static final double FILLING = 0.10;
  private static final long NEEDED_FILES = 20_000;
  private static final String WHY = "databases stop writing when there is no room";

  @Override
  public List<Finding> findings() throws InterruptedException {
    Path existing = existing(directory.toAbsolutePath());
    List<Finding> findings = new ArrayList<>();
    try {
      FileStore store = Files.getFileStore(existing);
      findings.add(bytes(store.getUsableSpace(), store.getTotalSpace()));
      if (!Files.isWritable(existing)) {
        findings.add(
            Finding.fail(
                name,
                "'" + existing + "' is not writable",
                "everything a stack keeps goes there",
                "choose another directory or change its owner"));
      }
    } catch (IOException cause) {
      findings.add(
          Finding.fail(name, "'" + existing + "': " + cause.getMessage(), WHY, "mend the disk"));
    }
    files(existing).ifPresent(findings::add);
    return findings;
  }

  private Finding bytes(long free, long total) {
    String what = Sizes.text(free) + " free for '" + directory + "'";
    double share = total == 0 ? 1 : (double) free / total;
    if (free < neededBytes || share < FULL) {
      String needed = neededBytes == 0 ? "" : ", " + Sizes.text(neededBytes) + " needed";
      return Finding.fail(name, what + needed, WHY, "free space there, or use another directory");
    }
    return share < FILLING
        ? Finding.warn(name, what + ", under 10%", WHY, "du -xsh " + directory + "/*")
        : Finding.ok(name, what, WHY);
  }

  // Java does not tell inodes; stat(1) of GNU does, and some file systems have no limit (0).
  private Optional<Finding> files(Path existing) throws InterruptedException {
    String output = Asked.program("stat", "-f", "-c", "%d %c", existing.toString());
    if (!output.matches("[0-9]{1,18} [1-9][0-9]{0,17}")) {
      return Optional.empty();
    }
    long free = Long.parseLong(output.split(" ", 2)[0]);
    return free >= NEEDED_FILES
        ? Optional.empty()
        : Optional.of(
            Finding.fail(
                name,
                free + " inodes free for '" + directory + "'",
                "no file can be made when none is left, however many bytes are free",
                "find where many small files are: du -x --inodes " + existing + " | sort -n"));
  }

  private static Path existing(Path path) {
    Path candidate = path;
    while (!Files.exists(candidate) && candidate.getParent() != null) {
      candidate = candidate.getParent();
    }
    return candidate;
  }
}
