package io.usercenter.platform.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** There is memory for every server, also under the limit of a container. */
record Memory(Path meminfo, Path cgroup, long neededBytes) implements Examination {

  private static final Pattern AVAILABLE =
      Pattern.compile("^MemAvailable:\\s+(\\d+) kB", Pattern.MULTILINE);
  private static final String WHY = "the kernel kills a server when memory runs out";

  @Override
  public List<Finding> findings() {
    OptionalLong available = available();
    if (available.isEmpty()) {
      return List.of();
    }
    long bytes = available.getAsLong();
    String what = Sizes.text(bytes) + " available, " + Sizes.text(neededBytes) + " needed";
    String fix = "stop other programs, or start fewer services: platform up SERVICE";
    if (bytes < neededBytes) {
      return List.of(Finding.fail("memory", what, WHY, fix));
    }
    return List.of(
        bytes < neededBytes * 5 / 4
            ? Finding.warn("memory", what, WHY, fix)
            : Finding.ok("memory", what, WHY));
  }

  private OptionalLong available() {
    Matcher line = AVAILABLE.matcher(read(meminfo));
    if (!line.find()) {
      return OptionalLong.empty();
    }
    long machine = Long.parseLong(line.group(1)) * 1024;
    String limit = read(cgroup.resolve("memory.max")).strip();
    String used = read(cgroup.resolve("memory.current")).strip();
    boolean limited = limit.matches("\\d{1,18}") && used.matches("\\d{1,18}");
    long group =
        limited ? Math.max(0, Long.parseLong(limit) - Long.parseLong(used)) : Long.MAX_VALUE;
    return OptionalLong.of(Math.min(machine, group));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return "";
    }
  }
}
