package io.usercenter.platform.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Memory of a container from its control group, when the engine is on this machine: asking engine
 * 20.10 takes a second, even for one sample.
 */
final class Memory {

  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  private Memory() {}

  /**
   * Bytes in use without what the system can take back; empty when they cannot be read.
   *
   * @param pid of the container's first process, on this machine
   */
  static OptionalLong of(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "cgroup"))) {
        String[] parts = line.split(":", 3);
        if (parts.length == 3 && parts[1].equals("memory")) {
          Path group = GROUPS.resolve("memory").resolve(parts[2].substring(1));
          return used(group, "memory.usage_in_bytes", "total_inactive_file ");
        }
        if (parts.length == 3 && parts[1].isEmpty() && parts[0].equals("0")) {
          Path group = GROUPS.resolve(parts[2].substring(1));
          if (Files.exists(group.resolve("memory.current"))) {
            return used(group, "memory.current", "inactive_file ");
          }
        }
      }
    } catch (IOException _) {
      // Another machine, another kernel, or the process has just ended.
    }
    return OptionalLong.empty();
  }

  private static OptionalLong used(Path group, String file, String cache) throws IOException {
    long used = Long.parseLong(Files.readString(group.resolve(file)).strip());
    long idle =
        Files.readAllLines(group.resolve("memory.stat")).stream()
            .filter(line -> line.startsWith(cache))
            .mapToLong(line -> Long.parseLong(line.substring(cache.length())))
            .sum();
    return OptionalLong.of(Math.max(0, used - idle));
  }
}
