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
record Cli(
    Path directory,
    String stack,
    Map<String, String> environment,
    List<String> launcher,
    Program program) {

  /**
   * What is run.
   *
   * @param home the checkout
   */
  record Program(Path home, String classPath) {}

  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** The stack of {@code compose.yml} in the directory. */
  static Cli in(Path directory, String stack) {
    Program program =
        new Program(
            Path.of("..").toAbsolutePath().normalize(), System.getProperty("java.class.path"));
    return new Cli(directory, stack, Map.of(), List.of(), program);
  }

  Cli with(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    return new Cli(directory, stack, all, launcher, program);
  }

  /** Started by another program, such as one that takes rights away. */
  Cli startedBy(String... words) {
    return new Cli(directory, stack, environment, List.of(words), program);
  }

  /** From a copy, which other accounts may read too. */
  Cli readableByAll() throws IOException, InterruptedException {
    Path copy = Files.createDirectories(directory.resolve("program"));
    List<String> entries = new ArrayList<>();
    for (String entry : program.classPath().split(":", -1)) {
      Path to = copy.resolve(entries.size() + "-" + Path.of(entry).getFileName());
      copy(entry, to);
      entries.add(to.toString());
    }
    copy(program.home().resolve("compose").toString(), copy.resolve("compose"));
    Program readable = new Program(copy, String.join(":", entries));
    return new Cli(directory, stack, environment, launcher, readable);
  }

  private static void copy(String from, Path to) throws IOException, InterruptedException {
    String script = "cp -r -- \"$1\" \"$2\" && chmod -R a+rX -- \"$2\"";
    new ProcessBuilder("sh", "-c", script, "sh", from, to.toString()).start().waitFor();
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
    command.add("-Dplatform.home=" + program.home());
    command.addAll(List.of("-cp", program.classPath()));
    command.add("io.usercenter.platform.cli.Main");
    command.addAll(List.of(arguments));
    command.addAll(List.of("--name", stack, "--file", directory.resolve("compose.yml").toString()));
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
