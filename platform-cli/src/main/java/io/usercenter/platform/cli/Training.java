package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Console.Settings;
import io.usercenter.platform.cli.console.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs what users run most, for a JVM that records which classes that takes (JEP 514). */
final class Training {

  // Commands that change nothing, on a stack that nobody has.
  private static final String[][] COMMANDS = {
    {"version"},
    {"version", "--json"},
    {"help"},
    {"up", "--help"},
    {"no-such-command"},
    {"config", "--offline"},
    {"plan", "--offline", "--name", "training"},
    {"up", "--dry-run", "--offline", "--name", "training"},
    {"status", "--offline", "--name", "training"},
    {"logs", "--offline", "--name", "training"},
  };

  // The life of a stack of one service that does nothing.
  private static final String[][] LIFE = {
    {"up"},
    {"up"},
    {"status"},
    {"status", "--json"},
    {"plan"},
    {"logs"},
    {"restart"},
    {"down", "--volumes", "--yes"},
  };

  // The same as a container.
  private static final String[][] CONTAINED = {
    {"up", "--runtime", "docker"}, {"up"}, {"status"}, {"plan"}, {"down", "--volumes", "--yes"},
  };

  private static final String COMPOSE =
      """
      name: training
      services:
        idle:
          image: idle:1
          environment: {LEVEL: info}
          ports: ["127.0.0.1:PORT:14999"]
          volumes: ["idle-data:/data", "./docker-compose-dev.yml:/etc/idle.yml:ro"]
          healthcheck: {test: [CMD, "true"], interval: 5s}
          stop_grace_period: 5s
          x-platform: {provides: nothing, ui: {name: Idle, port: 14999, path: /}}
      volumes: {idle-data: {}}
      """;

  private static final String RECIPES =
      """
      services:
        idle:
          files: {"${run}/idle.conf": "port = ${port:14999}"}
          command: [sleep, "600"]
          ready: {exec: ["true"]}
      """;

  private Training() {}

  /** {@code Training <directory>}: the launcher gives a directory for state of our own. */
  public static void main(String[] args) throws IOException {
    Path scratch = Path.of(args[0]);
    World here = Main.world(_ -> {});
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    for (String[] command : COMMANDS) {
      run(here, nowhere, command);
    }
    lives(scratch, nowhere);
    System.exit(0);
  }

  /** Exit statuses of the commands. */
  static List<Integer> lives(Path scratch, PrintWriter out) throws IOException {
    try (TrainingEngine engine = TrainingEngine.at(scratch.resolve("engine"))) {
      World apart = new LocalWorld(project(scratch), environment(scratch, engine), _ -> {});
      return Stream.concat(Stream.of(LIFE), Stream.of(CONTAINED))
          .map(command -> run(apart, out, command))
          .toList();
    }
  }

  private static Path project(Path scratch) throws IOException {
    Path compose = Files.createDirectories(scratch.resolve("project").resolve("compose"));
    try (ServerSocket free = new ServerSocket(0)) {
      String port = String.valueOf(free.getLocalPort());
      Files.writeString(compose.resolve("docker-compose.yml"), COMPOSE.replace("PORT", port));
    }
    Files.writeString(compose.resolve("docker-compose-dev.yml"), "services: {}\n");
    Files.writeString(compose.resolve("docker-compose-gateway.yml"), "services: {}\n");
    Files.writeString(compose.resolve("native.yml"), RECIPES);
    return compose.resolveSibling("");
  }

  private static Map<String, String> environment(Path scratch, TrainingEngine engine) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLATFORM_HOME", scratch.resolve("home").toString());
    environment.put("DOCKER_HOST", engine.address());
    environment.put("PLATFORM_RUNTIME", "native");
    return environment;
  }

  private static int run(World world, PrintWriter out, String... command) {
    Console console =
        new Console(
            out,
            out,
            InputStream.nullInputStream(),
            new Terminal(false, true, true, false, true),
            Settings.of(command, System.getenv()));
    int status = new Program(console, world).run(command);
    console.flush();
    return status;
  }
}
