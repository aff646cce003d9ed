package io.usercenter.platform.cli;

import io.usercenter.platform.compose.Project;
import io.usercenter.platform.develop.Reactor;
import io.usercenter.platform.develop.Workshop;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.port.PortOwners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The services that can be developed: those whose sources are here. */
final class DevServices {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int USUAL_DEBUG_PORT = 5005;

  private DevServices() {}

  /** One service in development. */
  record Item(String service, Workshop workshop, int debugPort) {

    Development running(Path jar) {
      return new Development(
          new Development.Program(
              jar, workshop.libraries(), workshop.mainClass(), workshop.archive()),
          debugPort);
    }
  }

  /**
   * @param chosen names; empty for all that have sources here
   * @param directory where programs are built
   * @throws UserError when a chosen one has no sources, or a port that was asked for is taken
   */
  static List<Item> of(
      Project project, Set<String> chosen, Path directory, @Nullable Integer debugPort)
      throws IOException {
    Map<String, Path> sources = sources(project);
    for (String name : chosen) {
      if (!sources.containsKey(name)) {
        throw new UserError(
            ExitCode.NOT_RUNNING,
            name + " has no sources here",
            "services." + name,
            sources.isEmpty()
                ? "no service of the stack is built from a Maven module"
                : "these are built from source: " + String.join(", ", sources.keySet()),
            sources.isEmpty() ? "platform up" : "name one of these, or none for all of them");
      }
    }
    List<Item> items = new ArrayList<>();
    int port = debugPort == null ? USUAL_DEBUG_PORT : debugPort;
    for (Map.Entry<String, Path> source : sources.entrySet()) {
      String name = source.getKey();
      if (chosen.isEmpty() || chosen.contains(name)) {
        port = debugPort == null ? firstFree(port) : requireFree(port);
        Workshop workshop =
            new Workshop(Reactor.modulesFor(source.getValue()), directory.resolve(name));
        items.add(new Item(name, workshop, port));
        port++;
      }
    }
    return items;
  }

  private static Map<String, Path> sources(Project project) {
    Map<String, Path> sources = new LinkedHashMap<>();
    project
        .services()
        .forEach((name, fields) -> {
          if (fields.get("build") instanceof Map<?, ?> build) {
            Path context = Path.of(String.valueOf(build.get("context"))).toAbsolutePath();
            if (Files.exists(context.resolve("pom.xml"))) {
              sources.put(name, context.normalize());
            }
          }
        });
    return sources;
  }

  private static int firstFree(int port) {
    int free = port;
    while (!PortOwners.isFree(LOOPBACK, free)) {
      free++;
    }
    return free;
  }

  private static int requireFree(int port) {
    if (!PortOwners.isFree(LOOPBACK, port)) {
      throw new UserError(
          ExitCode.CONFLICT,
          "debug port " + port + " is taken",
          LOOPBACK + ":" + port,
          new PortOwners().find(port).map(PortOwners.Owner::text).orElse("a process")
              + " listens there",
          "name another --debug-port, or none for the first that is free");
    }
    return port;
  }
}
