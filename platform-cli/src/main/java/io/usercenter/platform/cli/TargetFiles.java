package io.usercenter.platform.cli;

import io.usercenter.platform.cli.StackOptions.Environment;
import io.usercenter.platform.process.LoopbackPorts;
import io.usercenter.platform.process.Recipes;
import io.usercenter.platform.process.StackDirectory;
import io.usercenter.platform.scrape.ScrapeTargets;
import io.usercenter.platform.scrape.ScrapeTargets.Locator;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.wire.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/** Writes where Prometheus finds each service that runs. */
record TargetFiles(StackDirectory stackDirectory, Environment environment) {

  /** When they are processes of this machine. */
  static Locator processes(LoopbackPorts ports, Recipes recipes) {
    return (service, containerPort) ->
        recipes
            .of(service)
            .recipe()
            .map(_ -> new Address("127.0.0.1", ports.port(service, containerPort)));
  }

  /** When they are containers, without those that do not run. */
  static Locator containers(Set<String> absent) {
    return (service, containerPort) ->
        absent.contains(service)
            ? Optional.empty()
            : Locator.COMPOSE.locate(service, containerPort);
  }

  Path directory() {
    return stackDirectory.root().resolve("targets");
  }

  /** Writes them all; files of services that are gone go too. */
  void write(Stack stack, Locator locator) {
    String label = environment.name().toLowerCase(Locale.ROOT);
    SortedMap<String, String> files = ScrapeTargets.of(stack, label, locator);
    try {
      removeOthers(files.keySet());
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = directory().resolve(file.getKey());
        if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
          Path unfinished = path.resolveSibling("." + path.getFileName() + ".new");
          Path parent = Files.createDirectories(path.resolveSibling(""));
          Files.writeString(unfinished, file.getValue());
          // Prometheus has an account of its own, whatever our umask.
          Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
          Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
          Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void removeOthers(Set<String> names) throws IOException {
    if (!Files.isDirectory(directory())) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory())) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        if (!names.contains(directory().relativize(path).toString())) {
          Files.delete(path);
        }
      }
    }
  }
}
