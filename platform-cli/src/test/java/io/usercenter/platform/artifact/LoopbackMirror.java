package io.usercenter.platform.artifact;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server that misbehaves as it is told to. */
final class LoopbackMirror implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean ranges = true;
  private volatile int status = 200;

  LoopbackMirror() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  LoopbackMirror cutting(int answers) {
    cuts.set(answers);
    return this;
  }

  LoopbackMirror withoutRanges() {
    ranges = false;
    return this;
  }

  LoopbackMirror answering(int code) {
    status = code;
    return this;
  }

  /** Serves a file; what is promised of it is true. */
  Remote serve(String name, byte[] content) {
    files.put("/" + name, content);
    int port = server.getAddress().getPort();
    return new Remote(
        URI.create("http://127.0.0.1:" + port + "/" + name),
        name,
        content.length,
        Digest.sha256(content));
  }

  /** Path and Range of each request so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String path = exchange.getRequestURI().getPath();
    requests.add(range == null ? path : path + " " + range);
    byte[] content = files.get(path);
    try (exchange) {
      if (status != 200 || content == null) {
        exchange.sendResponseHeaders(status == 200 ? 404 : status, -1);
        return;
      }
      int from = 0;
      if (ranges && range != null) {
        from = Integer.parseInt(range.replaceAll("\\D", ""));
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
      }
      byte[] rest = Arrays.copyOfRange(content, from, content.length);
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, rest.length);
      boolean cut = cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
      OutputStream body = exchange.getResponseBody();
      body.write(rest, 0, cut ? rest.length / 2 : rest.length);
      body.flush();
    } catch (IOException expected) {
      // Of an answer that is cut, or of a client that has gone: the client is what is tested.
      return;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
