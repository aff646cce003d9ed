package io.usercenter.platform.docker;

import com.fasterxml.jackson.jr.ob.JSON;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out where an engine may listen, in the order in which Docker's own client looks. */
final class EngineAddresses {

  private final Map<String, String> environment;
  private final Path configuration;

  private EngineAddresses(Map<String, String> environment) {
    this.environment = environment;
    this.configuration =
        variable("DOCKER_CONFIG")
            .map(Path::of)
            .orElseGet(() -> Path.of(environment.getOrDefault("HOME", "/")).resolve(".docker"));
  }

  /**
   * One address when something names it, else every socket an engine is known to use.
   *
   * @throws UserError when what is named cannot be used
   */
  static List<EngineAddress> candidates(Map<String, String> environment) {
    return new EngineAddresses(environment).candidates();
  }

  private List<EngineAddress> candidates() {
    Optional<String> host = variable("DOCKER_HOST");
    if (host.isPresent()) {
      Optional<Path> certificates =
          variable("DOCKER_TLS_VERIFY")
              .map(_ -> variable("DOCKER_CERT_PATH").map(Path::of).orElse(configuration));
      return List.of(address(host.get(), certificates, "DOCKER_HOST"));
    }
    Optional<String> context = variable("DOCKER_CONTEXT").or(this::currentContext);
    return context
        .filter(name -> !name.equals("default"))
        .map(name -> List.of(ofContext(name)))
        .orElseGet(this::sockets);
  }

  private List<EngineAddress> sockets() {
    List<EngineAddress> sockets = new ArrayList<>();
    sockets.add(socket("/var/run/docker.sock", "Docker's default socket"));
    Optional<String> runtime = variable("XDG_RUNTIME_DIR");
    runtime.ifPresent(
        directory -> sockets.add(socket(directory + "/docker.sock", "rootless Docker's socket")));
    sockets.add(socket(configuration + "/run/docker.sock", "Docker Desktop's socket"));
    runtime.ifPresent(directory ->
        sockets.add(socket(directory + "/podman/podman.sock", "rootless Podman's socket")));
    sockets.add(socket("/run/podman/podman.sock", "Podman's socket"));
    return sockets;
  }

  private static EngineAddress socket(String path, String source) {
    return new EngineAddress(URI.create("unix://" + path), Optional.empty(), source);
  }

  private Optional<String> currentContext() {
    Path file = configuration.resolve("config.json");
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    return Optional.ofNullable(object(file).get("currentContext"))
        .map(String::valueOf)
        .filter(name -> !name.isEmpty());
  }

  private EngineAddress ofContext(String name) {
    String id = sha256(name);
    Path meta = configuration.resolve("contexts").resolve("meta").resolve(id).resolve("meta.json");
    if (!Files.isReadable(meta)) {
      throw new UserError(
          ExitCode.CONFIGURATION,
          "there is no Docker context '" + name + "'",
          meta.toString(),
          "DOCKER_CONTEXT or config.json names it",
          "docker context ls shows those that exist; docker context use default");
    }
    Object docker = Tree.map(object(meta).get("Endpoints")).get("docker");
    String host = Tree.text(Tree.map(docker), "Host");
    Path tls = configuration.resolve("contexts").resolve("tls").resolve(id).resolve("docker");
    return address(
        host,
        Files.isDirectory(tls) ? Optional.of(tls) : Optional.empty(),
        "Docker context '" + name + "'");
  }

  private static EngineAddress address(String host, Optional<Path> certificates, String source) {
    URI uri;
    try {
      uri = URI.create(host);
    } catch (IllegalArgumentException notOne) {
      throw unusable(host, source, "it is no address");
    }
    return switch (String.valueOf(uri.getScheme())) {
      case "unix" -> new EngineAddress(uri, Optional.empty(), source);
      case "tcp", "http", "https" -> {
        if (uri.getHost() == null) {
          throw unusable(host, source, "it names no host");
        }
        yield new EngineAddress(uri, certificates, source);
      }
      case "ssh" ->
          throw unusable(host, source, "platform does not speak SSH; forward the socket instead");
      default -> throw unusable(host, source, "only unix:// and tcp:// are known");
    };
  }

  private static UserError unusable(String host, String source, String why) {
    return new UserError(
        ExitCode.CONFIGURATION,
        "the engine's address '" + host + "' cannot be used",
        source,
        why,
        "for a remote engine: ssh -L /tmp/docker.sock:/var/run/docker.sock HOST,"
            + " then DOCKER_HOST=unix:///tmp/docker.sock");
  }

  private static Map<String, Object> object(Path file) {
    try {
      return Tree.map(JSON.std.anyFrom(Files.readString(file)));
    } catch (IOException failure) {
      throw new UserError(
          ExitCode.CONFIGURATION,
          "Docker's configuration cannot be read",
          file.toString(),
          String.valueOf(failure.getMessage()).lines().findFirst().orElse(""),
          "mend the file, or set DOCKER_HOST");
    }
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }
}
