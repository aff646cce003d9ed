package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.supervisor.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where everything of one stack lies. The root and the secrets belong to the user who runs
 * platform; {@code state} belongs to the account that runs the services.
 */
public record StackDirectory(Path root) {

  // sun_path of unix(7) holds 108 bytes with the final zero; the JDK leaves one more.
  private static final int LONGEST_SOCKET_PATH = 106;
  private static final String DISCARDED = "discarded-";

  public Path lock() {
    return root.resolve("lock");
  }

  /** How the stack was brought up. */
  public Path settled() {
    return root.resolve("settled");
  }

  /** Notes how the stack is brought up, for later commands. */
  public void settle(String text) throws IOException {
    PrivateFile.write(settled(), text);
  }

  public Path secrets() {
    return root.resolve("secrets");
  }

  public Path state() {
    return root.resolve("state");
  }

  public Path services() {
    return state().resolve("services");
  }

  public Path service(String name) {
    return services().resolve(name);
  }

  public Path log(String service) {
    return service(service).resolve("output.log");
  }

  public Path volume(String name) {
    return state().resolve("volumes").resolve(name);
  }

  public Path supervisorLog() {
    return state().resolve("supervisor.log");
  }

  /**
   * Takes the state away in one act, so that nobody ever finds a part of it.
   *
   * @return where everything lies that is to be deleted, also what an earlier deletion left
   */
  public List<Path> discardState() throws IOException {
    if (Files.isDirectory(state())) {
      Files.move(
          state(),
          root.resolve(DISCARDED + ProcessHandle.current().pid() + "-" + System.nanoTime()),
          StandardCopyOption.ATOMIC_MOVE);
    }
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(entry -> entry.getFileName().toString().startsWith(DISCARDED)).toList();
    }
  }

  /** Whether nothing is left in what was to be deleted. */
  public static boolean areEmpty(List<Path> directories) throws IOException {
    for (Path directory : directories.stream().filter(Files::isDirectory).toList()) {
      try (Stream<Path> left = Files.list(directory)) {
        if (left.findAny().isPresent()) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Deletes what the user owns; the lock goes with it. Never looks into what the services' account
   * owns: what was discarded must be empty by now.
   */
  public void deleteOwn(List<Path> discarded) throws IOException {
    for (Path directory : discarded) {
      Files.deleteIfExists(directory);
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** What the supervisor says before it has its log, and what its JVM says. */
  public Path supervisorErrors() {
    return root.resolve("supervisor.err");
  }

  /**
   * The supervisor's socket, where nobody but the services' account can be in its place.
   *
   * @throws UserError when the path is too long for a socket
   */
  public Path socket() {
    Path socket = state().resolve("supervisor.sock");
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_SOCKET_PATH) {
      throw new UserError(
          ExitCode.ENVIRONMENT,
          "the directory of the stack has too long a name",
          root.toString(),
          "the socket in it would have a path of %d bytes, and %d are possible"
              .formatted(length, LONGEST_SOCKET_PATH),
          "set PLATFORM_HOME to a shorter path, or use a shorter --name");
    }
    return socket;
  }
}
