package io.usercenter.platform.cli;

import io.usercenter.platform.compose.Project;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Builds the services whose Compose entry has a {@code build} from their Maven modules. */
record SourceBuild(Path repository, Project project, Map<String, String> environment) {

  private static final int SHOWN_LINES = 20;

  /**
   * @param services names; empty for every service that is built from source
   */
  void run(Set<String> services, boolean cached, Progress progress) throws InterruptedException {
    Set<String> modules = modules(services);
    List<String> command = new ArrayList<>(List.of("flock", lock(), "mvn", "-B", "-q"));
    command.addAll(List.of("-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "-am"));
    command.addAll(List.of("-pl", String.join(",", modules)));
    if (!cached) {
      command.add("clean");
    }
    command.add("package");
    Instant begin = Instant.now();
    progress.report("building " + String.join(", ", modules), 0, 0);
    try {
      run(command);
      touch(repository.resolve("target").resolve("platform-built"), begin);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The launcher's: two builds never write one directory at the same time. */
  private String lock() {
    return repository.resolve("target").resolve("platform-build.lock").toString();
  }

  private Set<String> modules(Set<String> services) {
    Set<String> modules = new TreeSet<>();
    project
        .services()
        .forEach((name, fields) -> {
          if (services.isEmpty() || services.contains(name)) {
            if (fields.get("build") instanceof Map<?, ?> build) {
              Path context = Path.of(String.valueOf(build.get("context")));
              modules.add(repository.toAbsolutePath().relativize(context).toString());
            } else if (!services.isEmpty()) {
              throw notBuilt(name);
            }
          }
        });
    return modules;
  }

  private static UserError notBuilt(String service) {
    return new UserError(
        ExitCode.FAILED,
        service + " is not built from source",
        "services." + service,
        "it has no 'build' in the Compose files",
        "platform restart " + service);
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(repository.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process maven = builder.start();
    try {
      maven.getOutputStream().close();
      Deque<String> tail = new ArrayDeque<>();
      try (BufferedReader lines = maven.inputReader()) {
        lines.lines().filter(line -> line.contains("ERROR")).forEach(line -> keep(tail, line));
      }
      if (maven.waitFor() != 0) {
        throw new UserError(
            ExitCode.FAILED,
            "the services could not be built",
            repository.toString(),
            "Maven says:\n       | " + String.join("\n       | ", tail),
            "mend the sources and run the command again; what runs was left alone");
      }
    } finally {
      maven.destroy();
    }
  }

  private static void keep(Deque<String> tail, String line) {
    if (tail.size() < SHOWN_LINES) {
      tail.add(line);
    }
  }

  /** The launcher need not build again what was just built; only it creates the file. */
  private static void touch(Path stamp, Instant begin) throws IOException {
    if (Files.exists(stamp)) {
      Files.setLastModifiedTime(stamp, FileTime.from(begin));
    }
  }
}
