package io.usercenter.user.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A shipped program, run as users run it. */
final class Service implements AutoCloseable {
  private final Process process;
  private final Path output;
  private final Map<String, String> environment;

  private Service(Process process, Path output, Map<String, String> environment) {
    this.process = process;
    this.output = output;
    this.environment = Map.copyOf(environment);
  }

  /** Starts {@code user-center-NAME.jar} with its shipped configuration. */
  static Service start(
      String name, Path directory, Map<String, String> environment, String... options) {
    return start(name, shipped(name), directory, environment, options);
  }

  static Service start(
      String name,
      Path config,
      Path directory,
      Map<String, String> environment,
      String... options) {
    try {
      Path output = Files.createTempFile(directory, name, ".log");
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx64m",
                  "-jar",
                  jar(name).toString(),
                  "-f",
                  config.toString()));
      command.addAll(List.of(options));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      Map<String, String> clean = new HashMap<>(environment);
      clean.put("TZ", "UTC");
      builder.environment().clear();
      builder.environment().putAll(clean);
      return new Service(builder.start(), output, clean);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path shipped(String name) {
    return module(name).resolve("etc/%s.yaml".formatted(program(name, "user")));
  }

  private static Path jar(String name) {
    Path jar = module(name).resolve("target/%s.jar".formatted(program(name, "user-center")));
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing: run mvn verify, not mvn test");
    }
    return jar;
  }

  private static String program(String name, String prefix) {
    return name.equals("standalone") ? "user-center" : prefix + "-" + name;
  }

  private static Path module(String name) {
    return Path.of("..", name).toAbsolutePath().normalize();
  }

  Map<String, String> environment() {
    return environment;
  }

  boolean running() {
    return process.isAlive();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    exitCode(Duration.ofSeconds(10));
  }

  int exitCode(Duration within) {
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + within + ":\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    terminate();
    exitCode(Duration.ofSeconds(10));
  }
}
