package io.usercenter.platform.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process, told apart from a later one with the same pid.
 *
 * @param startTicks clock ticks from boot to the start of the process (proc(5), stat field 22);
 *     unaffected by changes of the wall clock
 * @param boot id of the boot these ticks count from
 */
public record ProcessIdentity(long pid, long startTicks, String boot) {

  private static final int START_TICKS_AFTER_NAME = 19;

  /** Reads the identity of a running process; empty when there is none. */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      // The name, in parentheses, may hold anything; the fields after it are plain.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      if (fields[0].equals("Z")) {
        return Optional.empty();
      }
      return Optional.of(
          new ProcessIdentity(pid, Long.parseLong(fields[START_TICKS_AFTER_NAME]), bootId()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Whether this very process still runs. */
  public boolean running() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Id of the current boot of the machine. */
  public static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }
}
