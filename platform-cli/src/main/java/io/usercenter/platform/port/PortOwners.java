package io.usercenter.platform.port;

import io.usercenter.platform.wire.OneLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the process that listens on a TCP port, from what Linux tells under /proc (proc(5): net/tcp
 * and pid/fd). Without /proc, as on macOS, it finds nobody.
 */
public final class PortOwners {

  private static final String LISTEN = "0A";

  private final Path proc;

  public PortOwners() {
    this(Path.of("/proc"));
  }

  PortOwners(Path proc) {
    this.proc = proc;
  }

  /**
   * A listening process.
   *
   * @param pid empty when it belongs to another user and the kernel hides which one it is
   * @param command beginning of its command line, empty when unknown
   */
  public record Owner(OptionalLong pid, String command) {

    /** For messages: {@code 'redis-server *:6379' (pid 4711)}, or that it is somebody else's. */
    public String text() {
      if (pid.isEmpty()) {
        return "a process of another user";
      }
      return (command.isEmpty() ? "a process" : "'" + command + "'")
          + " (pid "
          + pid.getAsLong()
          + ")";
    }
  }

  /** Whether a server could listen there now. */
  public static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), 1);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Who listens on this port, on any address; empty when nobody is seen to. */
  public Optional<Owner> find(int port) {
    Set<String> inodes = new HashSet<>();
    inodes.addAll(listening(proc.resolve("net/tcp"), port));
    inodes.addAll(listening(proc.resolve("net/tcp6"), port));
    if (inodes.isEmpty()) {
      return Optional.empty();
    }
    Set<String> sockets = new HashSet<>();
    inodes.forEach(inode -> sockets.add("socket:[" + inode + "]"));
    return Optional.of(
        processes().stream()
            .filter(process -> holds(process, sockets))
            .findFirst()
            .map(this::owner)
            .orElse(new Owner(OptionalLong.empty(), "")));
  }

  private static Set<String> listening(Path table, int port) {
    String ending = ":%04X".formatted(port);
    Set<String> inodes = new HashSet<>();
    for (String line : lines(table)) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length > 9 && columns[1].endsWith(ending) && columns[3].equals(LISTEN)) {
        inodes.add(columns[9]);
      }
    }
    return inodes;
  }

  private List<Path> processes() {
    try (Stream<Path> entries = Files.list(proc)) {
      return entries.filter(entry -> entry.getFileName().toString().matches("[0-9]+")).toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  // Processes of others cannot be looked into, and any may end while we look: neither holds it.
  private static boolean holds(Path process, Set<String> sockets) {
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      return descriptors.anyMatch(descriptor -> sockets.contains(link(descriptor)));
    } catch (IOException _) {
      return false;
    }
  }

  private static String link(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException _) {
      return "";
    }
  }

  private Owner owner(Path process) {
    long pid = Long.parseLong(process.getFileName().toString());
    String command = String.join(" ", lines(process.resolve("cmdline"))).replace('\0', ' ');
    return new Owner(OptionalLong.of(pid), OneLine.of(command, 60));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException _) {
      return List.of();
    }
  }
}
