package io.usercenter.platform.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The processes of this machine as proc(5) shows them, whatever the program says of them. */
final class Processes {

  private static final String MARK = "PLATFORM_SERVICE";

  private Processes() {}

  /** One process with its command line and environment. */
  record Seen(long pid, String command, Map<String, String> environment) {

    /** What the supervisor marks it as; empty for what no supervisor started. */
    String mark() {
      return environment.getOrDefault(MARK, "");
    }
  }

  /** Everything that supervisors of stacks below the directory started. */
  static List<Seen> marked(Path directory) throws IOException {
    return all().stream().filter(process -> process.mark().startsWith(directory + "/")).toList();
  }

  static List<Seen> supervisors(Path directory) throws IOException {
    return all().stream()
        .filter(process -> process.command().contains("platform.supervisor.Main"))
        .filter(process -> process.command().contains(directory + "/"))
        .toList();
  }

  /** Every process that has anything to do with the directory. */
  static List<Seen> of(Path directory) throws IOException {
    List<Seen> all = new ArrayList<>(marked(directory));
    all.addAll(supervisors(directory));
    return all;
  }

  /** Sends SIGKILL and returns when the process is gone. */
  static void kill(long pid) {
    ProcessHandle.of(pid)
        .ifPresent(process -> {
          process.destroyForcibly();
          process.onExit().join();
        });
  }

  static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-s", name, String.valueOf(pid)).start().waitFor();
  }

  private static List<Seen> all() throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      return entries
          .filter(entry -> Character.isDigit(entry.getFileName().toString().charAt(0)))
          .flatMap(Processes::seen)
          .toList();
    }
  }

  private static Stream<Seen> seen(Path entry) {
    try {
      Map<String, String> environment = new HashMap<>();
      for (String variable : words(entry.resolve("environ"))) {
        int equals = variable.indexOf('=');
        if (equals > 0) {
          environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
      }
      String command = String.join(" ", words(entry.resolve("cmdline")));
      // Neither: it ended and waits for its parent to notice.
      return environment.isEmpty() && command.isEmpty()
          ? Stream.empty()
          : Stream.of(
              new Seen(Long.parseLong(entry.getFileName().toString()), command, environment));
    } catch (IOException _) {
      // It ended while we looked, or belongs to somebody else.
      return Stream.empty();
    }
  }

  private static List<String> words(Path file) throws IOException {
    return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0", -1));
  }
}
