package io.usercenter.platform.develop;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The classes of the libraries, parsed once: what a JVM with a debugger may start from, other than
 * an AOT cache, and what stays right when the program behind them on the class path changes.
 */
final class LibraryArchive implements AutoCloseable {

  static final String FILE = "libraries.jsa";

  private static final String ATTACH_MILLIS = "5000";
  private static final long DUMP_SECONDS = 60;

  /** What must be as in the services' own options, or their JVM leaves the archive alone. */
  private static final List<String> OPTIONS =
      List.of(
          "-Xshare:dump",
          "-Xlog:disable",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED");

  private final Path libraries;
  private final Path file;
  private final Path list;
  private Optional<Process> dump = Optional.empty();

  /**
   * @param libraries a jar that names them as its class path
   */
  LibraryArchive(Path libraries) {
    this.libraries = libraries;
    this.file = libraries.resolveSibling(FILE);
    this.list = libraries.resolveSibling("classes.txt");
  }

  Optional<Path> file() {
    return Files.exists(file) ? Optional.of(file) : Optional.empty();
  }

  /** Begins to make it, from what a JVM has loaded; does nothing when that was begun before. */
  void begin(int debugPort) throws IOException {
    if (dump.isPresent()) {
      return;
    }
    Optional<Set<String>> loaded = loaded(debugPort);
    if (loaded.isEmpty()) {
      return;
    }
    Files.write(list, loaded.get());
    Path fresh = file.resolveSibling("fresh.jsa");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder command = new ProcessBuilder(java.toString());
    command.command().addAll(OPTIONS);
    command.command().add("-XX:SharedClassListFile=" + list);
    command.command().add("-XX:SharedArchiveFile=" + fresh);
    command.command().addAll(List.of("-cp", libraries.toString()));
    command.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    command.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = command.start();
    dump = Optional.of(process);
    Thread.ofVirtual().start(() -> publish(process, fresh));
  }

  private void publish(Process process, Path fresh) {
    try {
      if (process.waitFor(DUMP_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
        OpenFiles.letEverybodyRead(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // Without an archive services start later by a third of a second, and that is all.
    } finally {
      process.destroyForcibly();
    }
  }

  /** Names of classes, with slashes; empty when somebody else debugs the JVM just now. */
  private static Optional<Set<String>> loaded(int debugPort) {
    try {
      AttachingConnector connector =
          Bootstrap.virtualMachineManager().attachingConnectors().stream()
              .filter(it -> it.name().equals("com.sun.jdi.SocketAttach"))
              .findFirst()
              .orElseThrow();
      Map<String, Connector.Argument> arguments = connector.defaultArguments();
      set(arguments, "hostname", "127.0.0.1");
      set(arguments, "port", String.valueOf(debugPort));
      set(arguments, "timeout", ATTACH_MILLIS);
      VirtualMachine machine = connector.attach(arguments);
      try {
        return Optional.of(
            machine.allClasses().stream()
                .map(ReferenceType::name)
                .filter(name -> !name.endsWith("[]") && !name.contains("/"))
                .map(name -> name.replace('.', '/'))
                .collect(Collectors.toCollection(TreeSet::new)));
      } finally {
        machine.dispose();
      }
    } catch (IOException _) {
      return Optional.empty();
    } catch (IllegalConnectorArgumentsException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void set(Map<String, Connector.Argument> arguments, String name, String value) {
    Connector.Argument argument = arguments.get(name);
    if (argument != null) {
      argument.setValue(value);
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    dump.ifPresent(Process::destroyForcibly);
  }
}
