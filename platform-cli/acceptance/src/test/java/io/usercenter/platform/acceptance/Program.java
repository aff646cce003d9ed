package io.usercenter.platform.acceptance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shipped program with what all its runs in one test have in common.
 *
 * @param command words before the arguments
 * @param environment variables beside the inherited ones
 * @param options added behind the arguments of every command
 */
record Program(
    List<String> command, Map<String, String> environment, List<String> options, Path scratch) {

  private static final List<String> NOT_INHERITED =
      List.of("NO_COLOR", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "COMPOSE_PROJECT_NAME");

  Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    options = List.copyOf(options);
  }

  /**
   * The program of this checkout, which finds Compose files in the repository.
   *
   * @param repository the checkout, or a directory with a {@code compose/} like its
   */
  static Program in(Sandbox sandbox, Path repository) {
    return of(Checkout.jar(), sandbox, repository);
  }

  static Program of(Path jar, Sandbox sandbox, Path repository) {
    return new Program(
        java(jar, repository),
        Map.of(
            "PLATFORM_HOME", sandbox.home().toString(),
            "TERM", "dumb",
            // Where a container engine answers these tests are still about processes.
            "PLATFORM_RUNTIME", "native"),
        List.of(),
        sandbox.directory());
  }

  private static List<String> java(Path jar, Path repository) {
    // The launcher's.
    List<String> flags =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xmx192m",
            "-Dplatform.home=" + repository);
    List<String> command = new ArrayList<>(flags);
    command.addAll(AotCache.options(jar, flags));
    command.addAll(List.of("-cp", jar.toString(), "io.usercenter.platform.cli.Main"));
    return command;
  }

  Program with(String variable, String value) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put(variable, value);
    return new Program(command, variables, options, scratch);
  }

  /** For commands that are about no stack. */
  Program withoutOptions() {
    return new Program(command, environment, List.of(), scratch);
  }

  Program withOptions(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new Program(command, environment, all, scratch);
  }

  Program startedBy(List<String> launcher) {
    List<String> words = new ArrayList<>(launcher);
    words.addAll(command);
    return new Program(words, environment, options, scratch);
  }

  Run.End run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).await();
  }

  Run start(String... arguments) throws IOException {
    // The tests may run in the background of a shell, where interrupts are ignored.
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
    words.addAll(command);
    words.addAll(List.of(arguments));
    words.addAll(options);
    Path out = Files.createTempFile(scratch, "run-", ".out");
    Path err = Files.createTempFile(scratch, "run-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(scratch.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeAll(NOT_INHERITED);
    builder.environment().putAll(environment);
    return new Run(builder.start(), out, err);
  }

  /** What {@code status --json} says. */
  Status status() throws IOException, InterruptedException {
    Run.End end = run("status", "--json");
    if (end.status() != 0) {
      throw new AssertionError("status ended with " + end);
    }
    return new Status(end.json());
  }
}
