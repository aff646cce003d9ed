package io.usercenter.platform.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which process is whose child, in one snapshot of proc(5). */
public final class ProcessTree {

  private static final long PAGE_BYTES = 4096;

  private final Map<Long, List<Long>> children = new HashMap<>();

  private ProcessTree() {}

  /** Takes the snapshot. */
  public static ProcessTree now() throws IOException {
    ProcessTree tree = new ProcessTree();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> Character.isDigit(name.charAt(0)))
          .forEach(name -> tree.add(Long.parseLong(name)));
    }
    return tree;
  }

  private void add(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      String parent = stat.substring(stat.lastIndexOf(')') + 4).split(" ", 2)[0];
      children.computeIfAbsent(Long.valueOf(parent), _ -> new ArrayList<>()).add(pid);
    } catch (IOException _) {
      // It ended while we looked.
      return;
    }
  }

  /** Resident bytes of a process and its descendants; pages they share count once. */
  public long residentBytes(long root) {
    long bytes = 0;
    Deque<Long> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      long pid = open.remove();
      bytes += pages(pid, pid == root) * PAGE_BYTES;
      open.addAll(children.getOrDefault(pid, List.of()));
    }
    return bytes;
  }

  private static long pages(long pid, boolean withShared) {
    try {
      String[] fields =
          Files.readString(Path.of("/proc", String.valueOf(pid), "statm")).strip().split(" ", -1);
      long resident = Long.parseLong(fields[1]);
      return withShared ? resident : resident - Long.parseLong(fields[2]);
    } catch (IOException _) {
      return 0;
    }
  }
}
