package io.usercenter.platform.dashboard;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.wire.Deadline;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A browser without a window and with a profile of its own, which is deleted when it is closed. */
public final class Chromium implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final List<String> OPTIONS =
      List.of(
          "--headless",
          "--remote-debugging-pipe",
          "--no-first-run",
          "--no-default-browser-check",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-extensions",
          "--disable-sync",
          "--disable-breakpad",
          "--disable-gpu",
          // Containers have little of /dev/shm.
          "--disable-dev-shm-usage",
          "--hide-scrollbars",
          "--force-color-profile=srgb");

  // With this option it reads commands from 3 and answers on 4, which ProcessBuilder cannot open.
  private static final String THROUGH_PIPES =
      "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1";

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Process process;
  private final Path profile;
  private final Traffic traffic = new Traffic();
  private final DevTools tools;

  private Chromium(Process process, Path profile) {
    this.process = process;
    this.profile = profile;
    this.tools = new DevTools(process.getInputStream(), process.getOutputStream(), traffic::hear);
  }

  /**
   * The browser of this machine.
   *
   * @param path directories to look in, as PATH has them
   */
  public static Optional<Path> find(String path) {
    return NAMES.stream()
        .flatMap(
            name -> List.of(path.split(File.pathSeparator)).stream().map(it -> Path.of(it, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts the browser of this machine.
   *
   * @throws UserError ENVIRONMENT when there is none
   */
  public static Chromium start(String path) {
    Path executable =
        find(path)
            .orElseThrow(() ->
                new UserError(
                    ExitCode.ENVIRONMENT,
                    "no Chromium was found",
                    "PATH, as " + String.join(", ", NAMES),
                    "a browser draws the dashboard",
                    "apt-get install chromium"));
    try {
      Path profile = Files.createTempDirectory("platform-browser-");
      try {
        return new Chromium(builder(executable, profile).start(), profile);
      } catch (IOException failure) {
        Files.delete(profile);
        throw failure;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ProcessBuilder builder(Path executable, Path profile) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", THROUGH_PIPES));
    command.add(executable.toString());
    command.addAll(OPTIONS);
    command.add("--user-data-dir=" + profile);
    // Chromium refuses to run as root inside its own sandbox.
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--no-sandbox");
    }
    command.add("about:blank");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOME", profile.toString());
    return builder;
  }

  /**
   * Opens a page. A browser has one.
   *
   * @param width in pixels
   */
  public Tab open(int width, Deadline deadline) throws InterruptedException {
    return Tab.open(tools, traffic, width, deadline);
  }

  @Override
  public void close() {
    List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
    tools.close();
    // Not interruptible, because also after Ctrl-C nothing may stay.
    process.onExit().completeOnTimeout(process, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    family.add(process.toHandle());
    family.forEach(ProcessHandle::destroyForcibly);
    delete(Deadline.after(PATIENCE));
  }

  /** What was just killed may still have written a file meanwhile, so more than once. */
  private void delete(Deadline deadline) {
    while (true) {
      try {
        Files.walkFileTree(profile, new Deletion());
        return;
      } catch (NoSuchFileException | DirectoryNotEmptyException busy) {
        if (deadline.passed()) {
          throw new UncheckedIOException(busy);
        }
        Thread.onSpinWait();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
