package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.supervisor.LogFile;
import io.usercenter.platform.supervisor.Main;
import io.usercenter.platform.supervisor.SupervisorClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Has a supervisor running for a stack: finds it, replaces one of another build, or starts one. */
final class SupervisorLauncher {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 10;
  private static final int SHOWN = 5;

  private final Home home;
  private final StackDirectory directory;
  private final Account account;
  private final Path jdk;

  SupervisorLauncher(Home home, StackDirectory directory, Account account, Path jdk) {
    this.home = home;
    this.directory = directory;
    this.account = account;
    this.jdk = jdk;
  }

  /** The supervisor that runs, of whatever build; empty when there is none. */
  Optional<SupervisorClient> find() {
    SupervisorClient client = new SupervisorClient(directory.socket());
    return client.ping().map(_ -> client);
  }

  /** A supervisor of this build. */
  SupervisorClient ensure() throws InterruptedException {
    SupervisorClient client = new SupervisorClient(directory.socket());
    try {
      SupervisorProgram program = SupervisorProgram.install(home.cache());
      Optional<SupervisorClient.Pong> pong = client.ping();
      if (pong.isPresent() && pong.get().build().equals(program.build())) {
        return client;
      }
      if (pong.isPresent()) {
        dismiss(client);
      }
      account.makePrivateDirectory(directory.state());
      awaitStart(client, start(program));
      return client;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Makes a supervisor end, its services go on; returns when nothing of it is left. */
  void dismiss(SupervisorClient client) throws IOException, InterruptedException {
    Optional<SupervisorClient.Pong> pong = client.ping();
    if (pong.isPresent()) {
      client.leave();
      awaitEnd(pong.get().pid());
    }
  }

  private Process start(SupervisorProgram program) throws IOException {
    String classPath =
        program.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(
        account.command(
            List.of(
                jdk.resolve("bin").resolve("java").toString(),
                "-Xms6m",
                "-Xmx32m",
                "-Xss256k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CICompilerCount=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + directory.state().resolve("supervisor.jsa"),
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Djdk.virtualThreadScheduler.parallelism=2",
                "-cp",
                classPath,
                Main.class.getName(),
                directory.state().toString(),
                directory.socket().toString(),
                program.build())));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.state().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(directory.supervisorErrors().toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  private void awaitStart(SupervisorClient client, Process process) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (client.ping().isEmpty()) {
      // One that finds another in its place ends with 0; that other one will answer.
      if (!process.isAlive() && process.exitValue() != 0) {
        throw failed(ExitCode.FAILED, "the supervisor ended with code " + process.exitValue());
      }
      if (System.nanoTime() > end) {
        throw failed(
            ExitCode.TIMEOUT, "the supervisor did not answer within " + LIMIT.toSeconds() + " s");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private UserError failed(ExitCode code, String what) {
    List<String> said = new ArrayList<>(new LogFile(directory.supervisorErrors()).tail(SHOWN));
    said.addAll(new LogFile(directory.supervisorLog()).tail(SHOWN));
    return new UserError(
        code,
        what,
        directory.state().toString(),
        said.isEmpty()
            ? "it said nothing; it runs as '" + account.name() + "'"
            : "it said: " + String.join(" | ", said),
        "let '" + account.name() + "' enter that directory and the JDK's, or see platform doctor");
  }

  private static void awaitEnd(long pid) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (ProcessHandle.of(pid).isPresent() && System.nanoTime() < end) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
