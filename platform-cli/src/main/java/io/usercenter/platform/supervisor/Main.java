package io.usercenter.platform.supervisor;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/** The supervisor's own program: {@code Main <stack directory> <socket> <build>}. */
public final class Main {

  private static final Duration WARM_UP_PAUSE = Duration.ofSeconds(5);
  private static final Duration WARM_UP_END_LIMIT = Duration.ofSeconds(5);
  private static final Duration ROTATION_PAUSE = Duration.ofSeconds(10);

  private Main() {}

  /** Runs until told to end; exits at once when another supervisor holds the stack. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[0]);
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("supervisor.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return;
      }
      System.setOut(log(directory));
      System.setErr(System.out);
      run(directory, Path.of(arguments[1]), arguments[2]);
    }
    System.exit(0);
  }

  private static PrintStream log(Path directory) throws IOException {
    return new PrintStream(
        Files.newOutputStream(
            directory.resolve("supervisor.log"),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND),
        true,
        StandardCharsets.UTF_8);
  }

  private static void run(Path directory, Path socket, String build)
      throws IOException, InterruptedException {
    log("supervisor of " + directory + " started, pid " + ProcessHandle.current().pid());
    Supervisor supervisor = new Supervisor(directory.resolve("services"));
    supervisor.listen(state ->
        log("%s: %s %s".formatted(state.name(), state.status().word(), state.status().reason())));
    supervisor.takeOver();
    Thread warmUps = Thread.ofVirtual().name("warm-ups").start(() -> warmUp(supervisor, directory));
    try (Door door = Door.open(socket, supervisor, build)) {
      while (!door.closedWithin(ROTATION_PAUSE)) {
        supervisor.rotateLogs();
      }
    }
    // What it runs must not outlive us: nobody would end it.
    warmUps.interrupt();
    warmUps.join(WARM_UP_END_LIMIT);
    log("supervisor ends");
  }

  private static void warmUp(Supervisor supervisor, Path directory) {
    WarmUps warmUps = new WarmUps(supervisor, directory.resolve("services"));
    try {
      warmUps.endLeftover();
      while (true) {
        Thread.sleep(WARM_UP_PAUSE);
        warmUps.runNext();
      }
    } catch (IOException failure) {
      log("no more warm-ups: " + failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void log(String line) {
    System.out.println(Instant.now() + " " + line);
  }
}
