package io.usercenter.platform.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds a process by the mark in its environment (proc(5), environ). */
final class Marked {

  private Marked() {}

  /** The oldest process that carries the mark: the others are its children. */
  static Optional<ProcessIdentity> find(String mark) {
    byte[] wanted = ("\0" + Spawner.MARK + "=" + mark + "\0").getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      List<ProcessIdentity> found =
          entries
              .filter(entry -> Character.isDigit(entry.getFileName().toString().charAt(0)))
              .filter(entry -> carries(entry.resolve("environ"), wanted))
              .flatMap(entry ->
                  ProcessIdentity.of(Long.parseLong(entry.getFileName().toString())).stream())
              .toList();
      return found.stream().min(Comparator.comparingLong(ProcessIdentity::startTicks));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static boolean carries(Path environ, byte[] wanted) {
    try {
      byte[] own = Files.readAllBytes(environ);
      byte[] framed = new byte[own.length + 1];
      System.arraycopy(own, 0, framed, 1, own.length);
      return indexOf(framed, wanted) >= 0;
    } catch (IOException _) {
      // It ended, or belongs to somebody else: then it is not ours.
      return false;
    }
  }

  private static int indexOf(byte[] text, byte[] wanted) {
    for (int start = 0; start + wanted.length <= text.length; start++) {
      int length = 0;
      while (length < wanted.length && text[start + length] == wanted[length]) {
        length++;
      }
      if (length == wanted.length) {
        return start;
      }
    }
    return -1;
  }
}
