package io.usercenter.platform.artifact;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A program of the operating system.
 *
 * @param install the command that installs it
 */
record Tool(String program, String install) {

  static final Tool APT = new Tool("apt-get", "use Debian or a derivative, whose apt provides it");
  static final Tool DPKG_DEB = new Tool("dpkg-deb", "sudo apt-get install dpkg");
  static final Tool MAVEN = new Tool("mvn", "sudo apt-get install maven");
  static final Tool TAR = new Tool("tar", "sudo apt-get install tar xz-utils");

  private static final int KEPT_CHARS = 20_000;

  /** For what is still in the pipe when the process has ended. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private static final Pattern STYLE = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Pattern CREDENTIALS = Pattern.compile("//[^/@\\s]+@");

  /**
   * How it ended.
   *
   * @param output the end of what it said on both streams
   */
  record Result(int status, String output, boolean timedOut) {

    boolean succeeded() {
      return status == 0 && !timedOut;
    }

    /** The last lines that say what is wrong, or the very last one. */
    String complaint() {
      String shown = CREDENTIALS.matcher(STYLE.matcher(output).replaceAll("")).replaceAll("//");
      List<String> lines = shown.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
      List<String> errors =
          lines.stream().filter(it -> it.matches("(?i)(E:|\\[ERROR]|.*error:).*")).toList();
      if (!errors.isEmpty()) {
        return errors.getFirst();
      }
      return lines.isEmpty() ? "it said nothing" : lines.getLast();
    }
  }

  Result run(Duration limit, List<String> arguments) throws IOException, InterruptedException {
    return run(limit, arguments, _ -> {});
  }

  /**
   * Runs it to its end; when the limit passes or this thread is interrupted it is killed.
   *
   * @param arguments without the program
   * @param lines hears each line, ended by a newline or a carriage return
   */
  Result run(Duration limit, List<String> arguments, Consumer<String> lines)
      throws IOException, InterruptedException {
    requirePresent();
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    FutureTask<String> output = new FutureTask<>(() -> read(process, lines));
    Thread.ofVirtual().start(output);
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        kill(process);
      }
      String said = output.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      return new Result(ended ? process.exitValue() : -1, said, !ended);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the output of '" + program + "' cannot be read", e);
    } finally {
      kill(process);
    }
  }

  private void requirePresent() {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    boolean present =
        Arrays.stream(path.split(File.pathSeparator, -1))
            .filter(it -> !it.isEmpty())
            .anyMatch(it -> Files.isExecutable(Path.of(it, program)));
    if (!present) {
      throw new UserError(
          ExitCode.ENVIRONMENT,
          "the program '" + program + "' is not installed",
          "PATH=" + path,
          "artifacts are fetched and unpacked with it",
          install);
    }
  }

  /** The process's output ends when it and its children do, also when they are killed. */
  private static String read(Process process, Consumer<String> lines) throws IOException {
    StringBuilder kept = new StringBuilder();
    StringBuilder line = new StringBuilder();
    try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      for (int next = reader.read(); next >= 0; next = reader.read()) {
        if (next == '\n' || next == '\r') {
          lines.accept(line.toString());
          kept.append(line).append('\n');
          line.setLength(0);
          if (kept.length() > 2 * KEPT_CHARS) {
            kept.delete(0, kept.length() - KEPT_CHARS);
          }
        } else {
          line.append((char) next);
        }
      }
    }
    return kept.append(line).toString();
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
