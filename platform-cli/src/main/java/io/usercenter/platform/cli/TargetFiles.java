package io.usercenter.platform.cli;

import io.usercenter.platform.process.LoopbackPorts;
import io.usercenter.platform.process.Recipes;
import io.usercenter.platform.process.StackDirectory;
import io.usercenter.platform.scrape.ScrapeTargets;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.wire.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Writes where Prometheus finds each service when they are processes of this machine. */
record TargetFiles(
    StackDirectory stackDirectory, LoopbackPorts ports, Recipes recipes, String environment) {

  Path directory() {
    return stackDirectory.root().resolve("targets");
  }

  void write(Stack stack) {
    try {
      for (Map.Entry<String, String> file :
          ScrapeTargets.of(stack, environment, this::locate).entrySet()) {
        Path path = directory().resolve(file.getKey());
        if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
          Files.createDirectories(path.resolveSibling(""));
          Files.writeString(path, file.getValue());
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Optional<Address> locate(String service, int containerPort) {
    return recipes
        .of(service)
        .recipe()
        .map(_ -> new Address("127.0.0.1", ports.port(service, containerPort)));
  }
}
