package io.usercenter.platform.acceptance;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The engine of this machine, by Docker's own client. What is started here is removed again. */
final class Docker {

  private static final int LIMIT_SECONDS = 120;

  private final String label;

  private Docker(String label) {
    this.label = label;
  }

  /** Skips the tests, loudly, when no engine answers. */
  static Docker orSkip(String test) throws IOException, InterruptedException {
    if (attempt(List.of("docker", "version")).status() != 0) {
      String line = "SKIPPED " + test + ": no container engine answers `docker version`";
      System.err.println(line);
      Assumptions.abort(line);
    }
    return new Docker("platform.test=" + test + "-" + ProcessHandle.current().pid());
  }

  /** How it ended and what it wrote, both streams together. */
  record End(int status, String out) {}

  /** Runs a container in the background. */
  String start(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("run", "--detach", "--label", label));
    command.addAll(List.of(words));
    return run(command.toArray(String[]::new));
  }

  /** Returns what it wrote; fails when it fails. */
  String run(String... words) throws IOException, InterruptedException {
    End end = attempt(words);
    if (end.status() != 0) {
      throw new AssertionError("docker " + String.join(" ", words) + ": " + end.out());
    }
    return end.out().strip();
  }

  End attempt(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    return attempt(command);
  }

  private static End attempt(List<String> command) throws IOException, InterruptedException {
    File out = File.createTempFile("docker-", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out)
              .start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end");
      }
      return new End(
          process.exitValue(),
          new String(Files.readAllBytes(out.toPath()), StandardCharsets.UTF_8));
    } catch (IOException missing) {
      return new End(127, String.valueOf(missing.getMessage()));
    } finally {
      Files.deleteIfExists(out.toPath());
    }
  }

  void removeContainers() throws IOException, InterruptedException {
    remove(List.of());
  }

  /** Removes the containers that were started here, and images by name. */
  void remove(List<String> images) throws IOException, InterruptedException {
    String containers = run("ps", "--all", "--quiet", "--filter", "label=" + label);
    for (String id : containers.lines().toList()) {
      run("rm", "--force", "--volumes", id);
    }
    for (String image : images) {
      attempt("rmi", image);
    }
  }
}
