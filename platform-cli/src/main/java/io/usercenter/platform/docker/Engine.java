package io.usercenter.platform.docker;

import com.fasterxml.jackson.jr.ob.JSON;
import com.github.dockerjava.api.DockerClient;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A container engine that answers, at an API version both sides know. Short requests go over a line
 * of our own; {@link #client()} is docker-java, for builds, pulls and other long streams.
 */
public final class Engine implements AutoCloseable {

  /** Pulling a plug takes an engine less; creating a container on a loaded machine takes longer. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final EngineAddress address;
  private final Greeting greeting;
  private @Nullable DockerClient client;

  private Engine(EngineAddress address, Greeting greeting) {
    this.address = address;
    this.greeting = greeting;
  }

  /**
   * Finds an engine as Docker's own client does, and settles on a version.
   *
   * @param environment variables of the process: DOCKER_HOST and its relatives
   * @throws UserError when none answers, none may be used, or it is too old or too new
   */
  public static Engine connect(Map<String, String> environment) throws InterruptedException {
    List<EngineAddress> candidates = EngineAddresses.candidates(environment);
    for (EngineAddress candidate : candidates) {
      if (candidates.size() == 1 || Greeting.isThere(candidate)) {
        return new Engine(candidate, Greeting.of(candidate));
      }
    }
    throw new UserError(
        ExitCode.UNREACHABLE,
        "no container engine was found",
        candidates.stream().map(EngineAddress::toString).collect(Collectors.joining(", ")),
        "none of these sockets exists, and neither DOCKER_HOST nor a Docker context names another",
        "start Docker or Podman, or set DOCKER_HOST; platform up --runtime native needs neither");
  }

  public EngineAddress address() {
    return address;
  }

  /** Name and release, such as {@code Docker 20.10.24}. */
  public String product() {
    return greeting.product();
  }

  /**
   * Where it keeps what containers write, on its own machine.
   *
   * @return empty for an engine that does not keep it in files as Docker does
   */
  public Optional<Path> containers() throws InterruptedException {
    String root = Tree.text(Tree.map(get("/info")), "DockerRootDir");
    return root.isEmpty() || product().startsWith("Podman")
        ? Optional.empty()
        : Optional.of(Path.of(root, "containers"));
  }

  ApiVersion version() {
    return greeting.version();
  }

  /** The answer's JSON; null when it has none. */
  public @Nullable Object get(String path) throws InterruptedException {
    return call("GET", path, null);
  }

  /**
   * Sends a request and reads the whole answer as JSON.
   *
   * @param path without the version
   * @param body maps, lists and values that are sent as JSON; null for none
   * @throws Refusal when the engine refuses
   * @throws UserError when the engine cannot be reached any more
   */
  public @Nullable Object call(String method, String path, @Nullable Object body)
      throws InterruptedException {
    return call(method, path, body, LIMIT);
  }

  /**
   * @param limit until the whole answer is there
   */
  @Nullable Object call(String method, String path, @Nullable Object body, Duration limit)
      throws InterruptedException {
    try (Reply reply = exchange(method, path, body, limit)) {
      if (reply.isRefusal()) {
        throw refusal(reply);
      }
      return reply.json();
    } catch (IOException failure) {
      throw lost(method, path, failure);
    }
  }

  /** Sends a request and reads the whole answer as the text of its frames. */
  String text(String method, String path, Object body, Duration limit) throws InterruptedException {
    try (Reply reply = exchange(method, path, body, limit)) {
      if (reply.isRefusal()) {
        throw refusal(reply);
      }
      return Frames.text(reply.body().readAllBytes());
    } catch (IOException failure) {
      throw lost(method, path, failure);
    }
  }

  private Reply exchange(String method, String path, @Nullable Object body, Duration limit)
      throws IOException, InterruptedException {
    String request = line(method, path);
    return PlainThreads.call(() -> EngineLine.exchange(address, request, bytes(body), limit));
  }

  /** Sends a request without a body and returns as soon as the answer begins. */
  public Reply raw(String method, String path) throws InterruptedException {
    return stream(method, path, null);
  }

  /** Sends a request and returns as soon as the answer begins: logs, events, output of an exec. */
  Reply stream(String method, String path, @Nullable Object body) throws InterruptedException {
    try {
      String request = line(method, path);
      Reply reply =
          PlainThreads.call(() -> EngineLine.stream(address, request, bytes(body), LIMIT));
      if (reply.isRefusal()) {
        try (reply) {
          throw refusal(reply);
        }
      }
      return reply;
    } catch (IOException failure) {
      throw lost(method, path, failure);
    }
  }

  /** docker-java on the same engine and version, made when it is first asked for. */
  public synchronized DockerClient client() {
    if (client == null) {
      client = Clients.of(address, greeting.version());
    }
    return client;
  }

  /** Parameters of a request, with the question mark; empty when there are none. */
  static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry ->
            entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
  }

  /** A part of a path. */
  static String part(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String json(Object value) {
    try {
      return JSON.std.asString(value);
    } catch (IOException impossible) {
      throw new IllegalStateException("maps and lists have a text form", impossible);
    }
  }

  private String line(String method, String path) {
    return method + " /v" + greeting.version() + path;
  }

  // Bytes are sent as they are: an archive.
  private static byte @Nullable [] bytes(@Nullable Object body) {
    if (body instanceof byte[] archive) {
      return archive;
    }
    return body == null ? null : json(body).getBytes(StandardCharsets.UTF_8);
  }

  private static Refusal refusal(Reply reply) throws IOException {
    String text = new String(reply.body().readNBytes(64 * 1024), StandardCharsets.UTF_8);
    String message = text.strip();
    try {
      String said = Tree.text(Tree.map(JSON.std.anyFrom(text)), "message");
      message = said.isEmpty() ? message : said;
    } catch (IOException notJson) {
      message = message.isEmpty() ? "HTTP " + reply.status() : message;
    }
    return new Refusal(reply.status(), message);
  }

  private UserError lost(String method, String path, IOException failure)
      throws InterruptedException {
    if (failure instanceof ClosedByInterruptException || Thread.interrupted()) {
      throw new InterruptedException();
    }
    return Greeting.unreachable(
        address, "while asked to " + method + " " + path.replaceAll("\\?.*", ""), failure);
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      Clients.close(client);
    }
  }
}
