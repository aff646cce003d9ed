package io.usercenter.platform.supervisor;

import io.usercenter.platform.supervisor.ChildSpec.Launch;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts processes in sessions of their own, so that neither a terminal nor our end reaches them.
 */
final class Spawner {

  /**
   * Names the service in the environment of its process: what a killed supervisor started and had
   * no time to write down is found by it.
   */
  static final String MARK = "PLATFORM_SERVICE";

  private Spawner() {}

  static Process spawn(Launch launch, String mark, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("setsid");
    // A shell ignores these for what it starts with '&', and whoever inherits that can never be
    // told to stop by them.
    command.addAll(List.of("env", "--default-signal=HUP,INT,QUIT"));
    command.addAll(launch.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(launch.directory().toFile())
            .redirectInput(
                launch.input().map(path -> Redirect.from(path.toFile())).orElse(nothing()))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    builder.environment().put(MARK, mark);
    return builder.start();
  }

  private static Redirect nothing() {
    return Redirect.from(Path.of("/dev/null").toFile());
  }

  /** Sends a signal by name, such as SIGINT; a process that is gone is no error. */
  static void signal(long pid, String name) throws IOException, InterruptedException {
    String number = name.startsWith("SIG") ? name.substring(3) : name;
    new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\" 2>/dev/null", number, String.valueOf(pid))
        .start()
        .waitFor();
  }

  /** Ends what is left of the session that a process led. */
  static void killSession(long leader) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -s KILL -- \"-$0\" 2>/dev/null", String.valueOf(leader))
        .start()
        .waitFor();
  }

  /** Ends everything that carries a mark, whoever started it. */
  static void killMarked(String mark) throws IOException, InterruptedException {
    Optional<ProcessIdentity> found = Marked.find(mark);
    while (found.isPresent()) {
      killSession(found.get().pid());
      signal(found.get().pid(), "SIGKILL");
      found = Marked.find(mark);
    }
  }
}
