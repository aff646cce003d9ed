package io.usercenter.platform.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in for a container engine while {@link Training} runs: it keeps what it is told in memory
 * and runs nothing, so that no engine has to be there and none is touched.
 */
final class TrainingEngine implements Closeable {

  private static final Map<String, Object> NOTHING = Map.of();

  private final Path socket;
  private final ServerSocketChannel listener;
  private final Map<String, Map<String, Object>> containers = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Object>> networks = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Object>> volumes = new ConcurrentHashMap<>();

  private TrainingEngine(Path socket, ServerSocketChannel listener) {
    this.socket = socket;
    this.listener = listener;
  }

  static TrainingEngine at(Path socket) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    TrainingEngine engine = new TrainingEngine(socket, listener);
    Thread.ofVirtual().start(engine::accept);
    return engine;
  }

  /** As {@code DOCKER_HOST}. */
  String address() {
    return "unix://" + socket;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel caller = listener.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(SocketChannel caller) {
    try (caller) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(caller));
      String[] request = line(in).split(" ", -1);
      int length = 0;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        if (header.startsWith("Content-Length: ")) {
          length = Integer.parseInt(header.substring(16));
        }
      }
      byte[] body = in.readNBytes(length);
      Map<String, Object> told = body.length == 0 ? NOTHING : JSON.std.mapFrom(body);
      String path = request[1].replaceFirst("^/v[0-9.]+", "");
      if (path.startsWith("/events")) {
        // Until the caller leaves.
        write(caller, "HTTP/1.1 200 OK\r\n\r\n");
        in.readAllBytes();
        return;
      }
      String answer = JSON.std.asString(answer(request[0], path, told));
      write(caller, "HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer);
    } catch (IOException _) {
      // The caller has left.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static void write(SocketChannel caller, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      caller.write(bytes);
    }
  }

  private Object answer(String method, String path, Map<String, Object> told) {
    String[] words = path.split("[/?]", -1);
    String last = words[words.length - 1];
    return switch (method + " " + words[1]) {
      case "GET version" -> Map.of("Version", "29", "ApiVersion", "1.51", "MinAPIVersion", "1.24");
      case "GET images" -> Map.of("Id", "sha256:" + id(0), "Config", NOTHING);
      case "GET networks" -> List.copyOf(networks.values());
      case "GET volumes" -> Map.of("Volumes", List.copyOf(volumes.values()));
      case "POST networks" -> keep(networks, told);
      case "POST volumes" -> keep(volumes, told);
      case "DELETE networks" -> forget(networks, words[2]);
      case "DELETE volumes" -> forget(volumes, words[2]);
      case "DELETE containers" -> forget(containers, words[2]);
      case "POST containers" -> words[2].equals("create") ? create(last, told) : Map.of("Id", "1");
      case "GET containers" ->
          words[2].equals("json") ? List.copyOf(containers.values()) : inspect(words[2]);
      case "GET exec" -> Map.of("ExitCode", 0);
      default -> NOTHING;
    };
  }

  private static Object keep(Map<String, Map<String, Object>> kept, Map<String, Object> told) {
    kept.put(String.valueOf(told.get("Name")), told);
    return told;
  }

  private static Object forget(Map<String, Map<String, Object>> kept, String key) {
    kept.remove(key);
    return NOTHING;
  }

  private static String id(int number) {
    return "%064x".formatted(number);
  }

  private Object create(String query, Map<String, Object> told) {
    String id = id(containers.size() + 1);
    Map<String, Object> listed =
        Map.of(
            "Id",
            id,
            "Names",
            List.of("/" + query.replaceFirst(".*name=([^&]*).*", "$1")),
            "ImageID",
            "sha256:" + id(0),
            "State",
            "running",
            "Status",
            "Up 2 seconds (healthy)",
            "Labels",
            told.getOrDefault("Labels", NOTHING),
            "Mounts",
            new ArrayList<>(),
            "NetworkSettings",
            Map.of("Networks", networks(told)),
            "Config",
            told);
    containers.put(id, listed);
    return Map.of("Id", id);
  }

  private static Object networks(Map<String, Object> told) {
    return told.get("NetworkingConfig") instanceof Map<?, ?> config
            && config.get("EndpointsConfig") instanceof Map<?, ?> endpoints
        ? endpoints
        : NOTHING;
  }

  private Object inspect(String id) {
    Object config = containers.getOrDefault(id, NOTHING).getOrDefault("Config", NOTHING);
    Map<String, Object> state =
        Map.of("Status", "running", "Pid", 1, "StartedAt", "2026-01-01T00:00:00Z");
    return Map.of("Id", id, "State", state, "Config", config, "RestartCount", 0);
  }
}
