package io.usercenter.platform.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own, on a stack in a directory of the test. */
record Cli(Path directory, String stack, Map<String, String> environment, List<String> launcher) {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** The stack of {@code compose.yml} in the directory. */
  static Cli in(Path directory, String stack) {
    return new Cli(directory, stack, Map.of(), List.of());
  }

  Cli with(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    return new Cli(directory, stack, all, launcher);
  }

  /** Started by another program, such as one that takes rights away. */
  Cli startedBy(String... words) {
    return new Cli(directory, stack, environment, List.of(words));
  }

  /** How it ended and what it wrote. */
  record End(int status, String out, String err) {}

  /** A run that may still go on. */
  record Run(Process process, Path out, Path err) {

    End await() throws IOException, InterruptedException {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end within " + LIMIT + ": " + Files.readString(err));
      }
      return new End(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Returns when it has written something to standard error; fails when it never does. */
    void untilItSays(String text) throws IOException {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (!Files.readString(err).contains(text)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("never said '" + text + "': " + Files.readString(err));
        }
        Thread.onSpinWait();
      }
    }

    /** What Ctrl-C sends. */
    void interrupt() throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    }
  }

  End run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).await();
  }

  Run start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(launcher);
    // The tests may run in the background of a shell, where interrupts are ignored.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.add("-Dplatform.home=" + Path.of("..").toAbsolutePath().normalize());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.usercenter.platform.cli.Main");
    command.addAll(List.of(arguments));
    command.addAll(List.of("--name", stack, "-f", directory.resolve("compose.yml").toString()));
    Path out = Files.createTempFile(directory, "run-", ".out");
    Path err = Files.createTempFile(directory, "run-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("PLATFORM_HOME", directory.resolve("home").toString());
    builder.environment().put("PLATFORM_RUNTIME", "docker");
    builder.environment().putAll(environment);
    return new Run(builder.start(), out, err);
  }
}
