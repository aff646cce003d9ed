package io.usercenter.platform.cli;

import io.usercenter.platform.cli.StackOptions.Environment;
import io.usercenter.platform.compose.ComposeLoader;
import io.usercenter.platform.compose.LoadRequest;
import io.usercenter.platform.compose.Project;
import io.usercenter.platform.process.Home;
import io.usercenter.platform.process.StackDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads stacks from the Compose files that make them up. */
record StackModels(Path repository, Map<String, String> environment, Home home) {

  /**
   * How the stack is meant.
   *
   * @param plain the model with Compose's own addresses
   */
  record Settlement(Settled settled, Project plain, StackDirectory directory) {}

  Settlement settle(StackOptions options) {
    Environment first = Optional.ofNullable(options.environment()).orElse(Environment.DEV);
    Project plain = load(options, files(options, first), environment);
    StackDirectory directory = home.stack(plain.name());
    Settled settled = Settled.of(options, directory.settled());
    return settled.environment() == first
        ? new Settlement(settled, plain, directory)
        : new Settlement(settled, processes(options, settled, environment), directory);
  }

  /** The model of the stack as containers, whatever it runs as. */
  Project contained(StackOptions options, Settled settled, Map<String, String> variables) {
    List<Path> files = new ArrayList<>(files(options, settled.environment()));
    if (options.files().isEmpty()) {
      Path directory = repository.resolve("compose");
      files.add(directory.resolve("docker-compose-gateway.yml"));
      if (settled.environment() == Environment.PROD) {
        files.add(directory.resolve("docker-compose-prod.yml"));
      }
    }
    return load(options, files, variables);
  }

  /** The model of the stack as processes. */
  Project processes(StackOptions options, Settled settled, Map<String, String> variables) {
    return load(options, files(options, settled.environment()), variables);
  }

  private static Project load(
      StackOptions options, List<Path> files, Map<String, String> variables) {
    return ComposeLoader.load(
        new LoadRequest(
            Path.of("").toAbsolutePath(),
            files,
            options.profiles(),
            variables,
            new LoadRequest.Overrides(options.name(), null, List.of())));
  }

  private List<Path> files(StackOptions options, Environment stage) {
    if (!options.files().isEmpty()) {
      return options.files();
    }
    Path directory = repository.resolve("compose");
    List<Path> files = new ArrayList<>(List.of(directory.resolve("docker-compose.yml")));
    if (stage == Environment.DEV) {
      files.add(directory.resolve("docker-compose-dev.yml"));
    }
    return files;
  }
}
