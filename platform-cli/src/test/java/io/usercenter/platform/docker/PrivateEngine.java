package io.usercenter.platform.docker;

import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** An engine of the test's own, which may be killed; the machine's own one goes on beside it. */
final class PrivateEngine implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path directory;
  private final List<String> options;
  private Process process;

  private PrivateEngine(Path directory, List<String> options) throws IOException {
    this.directory = directory;
    this.options = options;
    addBridge();
    this.process = start();
  }

  /**
   * Skips the test, loudly, where none can be started.
   *
   * @param options of dockerd, besides those that keep it apart
   */
  static PrivateEngine orSkip(String test, String... options)
      throws IOException, InterruptedException {
    // A socket's path may have 107 bytes. Not below /tmp, which may be in memory.
    PrivateEngine engine = null;
    String why = "only root can start an engine";
    if ("root".equals(System.getProperty("user.name"))) {
      try {
        Path directory = Files.createTempDirectory(Path.of("/var/tmp"), "engine");
        engine = new PrivateEngine(directory, List.of(options));
        engine.awaitAnswer();
        return engine;
      } catch (IOException missing) {
        why = "dockerd or ip is not installed";
      } catch (IllegalStateException refused) {
        why = String.valueOf(refused.getMessage());
      }
    }
    if (engine != null) {
      engine.close();
    }
    String line = "SKIPPED " + test + ": " + why;
    System.err.println(line);
    Assumptions.abort(line);
    throw new IllegalStateException(line);
  }

  /** With none of its own it would take docker0, and with "none" remove that. */
  private String bridge() {
    return "plt" + ProcessHandle.current().pid();
  }

  private void addBridge() throws IOException {
    String address = "10.213." + ProcessHandle.current().pid() % 250 + ".1/24";
    ip("link", "add", bridge(), "type", "bridge");
    ip("address", "add", address, "dev", bridge());
  }

  private static void ip(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    new ProcessBuilder(command).start().onExit().join();
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>(List.of("dockerd", "--host", address()));
    command.addAll(List.of("--data-root", directory.resolve("data").toString()));
    command.addAll(List.of("--exec-root", directory.resolve("exec").toString()));
    command.addAll(List.of("--pidfile", directory.resolve("pid").toString()));
    // The rules of the network belong to the engine that was there before.
    command.addAll(List.of("--iptables=false", "--ip6tables=false", "--bridge=" + bridge()));
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        List<String> log = Files.readAllLines(directory.resolve("log"));
        throw new IllegalStateException("dockerd did not start: " + log.getLast());
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() throws InterruptedException {
    try (Engine engine = Engine.connect(environment())) {
      return !engine.product().isEmpty();
    } catch (UserError notYet) {
      return false;
    }
  }

  private String address() {
    return "unix://" + directory.resolve("s");
  }

  Map<String, String> environment() {
    return Map.of("DOCKER_HOST", address());
  }

  Path directory() {
    return directory;
  }

  Engine connect() throws InterruptedException {
    return Engine.connect(environment());
  }

  /** Ends it as a crash would. */
  void kill() throws InterruptedException {
    // Its containerd too, of which the next one would take a dying one for its own.
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly().waitFor();
    below.forEach(ProcessHandle::destroyForcibly);
    below.forEach(each -> each.onExit().join());
  }

  void startAgain() throws IOException, InterruptedException {
    process = start();
    awaitAnswer();
  }

  /** Lets it stop its containers, then removes everything it had. */
  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().completeOnTimeout(process, LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
    ip("link", "delete", bridge());
    // Mounted on itself; one that is killed leaves that.
    new ProcessBuilder("umount", directory.resolve("data").toString()).start().onExit().join();
    new ProcessBuilder("rm", "-rf", "--one-file-system", "--", directory.toString())
        .start()
        .onExit()
        .join();
  }
}
