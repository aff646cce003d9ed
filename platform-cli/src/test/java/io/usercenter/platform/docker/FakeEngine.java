package io.usercenter.platform.docker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** An engine on a Unix socket that answers as the test says, also what no real engine would. */
final class FakeEngine implements AutoCloseable {

  /** Answers one request on its connection; returning closes it. */
  interface Talk {
    void answer(String body, OutputStream out) throws IOException, InterruptedException;
  }

  private record Rule(Pattern request, Talk talk) {}

  private final Path directory;
  private final ServerSocketChannel listener;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private FakeEngine(Path directory, ServerSocketChannel listener) {
    this.directory = directory;
    this.listener = listener;
  }

  /** An engine that says which versions it speaks, and refuses everything else with 404. */
  static FakeEngine speaking(String oldest, String newest) {
    FakeEngine engine = silent();
    return engine.on(
        "GET /version",
        json(
            200,
            "{\"Version\":\"27.1\",\"ApiVersion\":\"%s\",\"MinAPIVersion\":\"%s\"}"
                .formatted(newest, oldest)));
  }

  static FakeEngine silent() {
    try {
      // A socket's path may have 107 bytes, which a test's own directory easily exceeds.
      Path directory = Files.createTempDirectory("engine");
      ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
      FakeEngine engine = new FakeEngine(directory, listener);
      Thread.startVirtualThread(engine::accept);
      return engine;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The latest rule that matches the whole of {@code METHOD path} counts. */
  FakeEngine on(String request, Talk talk) {
    rules.addFirst(new Rule(Pattern.compile(request), talk));
    return this;
  }

  static Talk json(int status, String json) {
    return text(
        "HTTP/1.1 %d Said\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(status, json.getBytes(StandardCharsets.UTF_8).length, json));
  }

  /** These bytes, whatever they are. */
  static Talk text(String text) {
    return (_, out) -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Nothing, until the client has gone or the engine is closed. */
  static Talk never() {
    return (_, _) -> Thread.sleep(60_000);
  }

  Map<String, String> environment() {
    return Map.of("DOCKER_HOST", "unix://" + socket());
  }

  Path socket() {
    return directory.resolve("s");
  }

  /** What was asked, as {@code METHOD path}, in order. */
  List<String> requests() {
    return new ArrayList<>(requests);
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        Thread.startVirtualThread(() -> serve(channel));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
      String[] line = EngineLine.line(in).split(" ", -1);
      int length = 0;
      String header = EngineLine.line(in);
      while (!header.isEmpty()) {
        if (header.startsWith("Content-Length: ")) {
          length = Integer.parseInt(header.substring(16));
        }
        header = EngineLine.line(in);
      }
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      String request = line[0] + " " + line[1];
      requests.add(request);
      talk(request).answer(body, Channels.newOutputStream(channel));
    } catch (IOException _) {
      // The client has left, which some tests are about.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Talk talk(String request) {
    return rules.stream()
        .filter(rule -> rule.request().matcher(request).matches())
        .findFirst()
        .map(Rule::talk)
        .orElse(json(404, "{\"message\":\"nothing here for " + request + "\"}"));
  }

  @Override
  public void close() {
    try {
      listener.close();
      Files.deleteIfExists(socket());
      Files.deleteIfExists(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
