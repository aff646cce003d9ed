package io.usercenter.platform.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A stack of shell commands in a repository of its own: everything but the servers is real. */
final class QuickStack implements AutoCloseable {

  static final Set<String> SERVICES = Set.of("data", "cache", "rpc", "api", "worker");

  private final Sandbox sandbox;

  QuickStack() throws IOException {
    sandbox = new Sandbox();
    Files.createDirectories(repository().resolve("compose"));
    for (String file : List.of("docker-compose.yml", "docker-compose-dev.yml", "native.yml")) {
      Files.copy(resource(file), repository().resolve("compose").resolve(file));
    }
  }

  private static Path resource(String file) {
    try {
      URI uri = QuickStack.class.getResource("/quick/compose/" + file).toURI();
      return Path.of(uri);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Path repository() {
    return sandbox.directory().resolve("repository");
  }

  Program program() {
    return Program.in(sandbox, repository());
  }

  /** Replaces the base file. */
  QuickStack compose(String text) throws IOException {
    sandbox.write("repository/compose/docker-compose.yml", text);
    return this;
  }

  QuickStack recipes(String text) throws IOException {
    sandbox.write("repository/compose/native.yml", text);
    return this;
  }

  Path stackDirectory() {
    return sandbox.home().resolve("stacks").resolve("quick");
  }

  /** Processes of each service, by what the supervisor marked them as. */
  List<Processes.Seen> processes() throws IOException {
    return Processes.marked(stackDirectory());
  }

  /** The services that processes exist for; fails when one has two. */
  Set<String> running() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Processes.Seen process : processes()) {
      String name = Path.of(process.mark()).getFileName().toString();
      if (!names.add(name)) {
        throw new AssertionError("two processes for " + name + ": " + processes());
      }
    }
    return names;
  }

  /** What the stack's directory holds; empty when there is none. */
  List<Path> files() throws IOException {
    if (!Files.exists(stackDirectory())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(stackDirectory())) {
      return files.toList();
    }
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
  }
}
