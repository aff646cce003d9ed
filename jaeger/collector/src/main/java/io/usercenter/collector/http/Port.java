package io.usercenter.collector.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.usercenter.collector.measure.Measures;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Listens on one port and answers each request on a virtual thread of its own. */
final class Port implements AutoCloseable {

  private static final int BACKLOG = 256;

  static {
    // Else each answer on a connection that is kept waits for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Seconds a client may take to send a request, and connections there may be.
    System.setProperty("sun.net.httpserver.maxReqTime", "30");
    System.setProperty("jdk.httpserver.maxConnections", "1024");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String area;
  private final Site site;
  private final Measures measures;

  /** What is behind a port. */
  interface Site {
    Reply answer(Request request) throws HttpException, IOException;

    /** An error in the shape that this port's clients know. */
    default Reply error(String path, int status, String message) {
      return Reply.text(status, message + "\n");
    }
  }

  private Port(HttpServer server, String area, Site site, Measures measures) {
    this.server = server;
    this.area = area;
    this.site = site;
    this.measures = measures;
  }

  /** Accepts connections when this returns. */
  static Port open(InetSocketAddress address, String area, Site site, Measures measures)
      throws IOException {
    Port port = new Port(HttpServer.create(address, BACKLOG), area, site, measures);
    port.server.setExecutor(port.threads);
    port.server.createContext("/", port::handle);
    port.server.start();
    return port;
  }

  int number() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    long begun = System.nanoTime();
    int status = 0;
    try (exchange) {
      Reply reply = reply(exchange);
      status = reply.status();
      send(exchange, reply);
    } finally {
      measures.answered(area, status, (System.nanoTime() - begun) / 1e9);
    }
  }

  private Reply reply(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    try {
      return site.answer(Request.of(exchange));
    } catch (HttpException refused) {
      Reply reply = site.error(path, refused.status(), refused.text());
      return refused.status() == 503 ? reply.with("Retry-After", "5") : reply;
    } catch (IOException away) {
      // Bodies have been read by then, or refused: it is Elasticsearch.
      return site.error(path, 503, "Elasticsearch does not answer: " + away.getMessage())
          .with("Retry-After", "5");
    } catch (RuntimeException bug) {
      bug.printStackTrace();
      return site.error(path, 500, "a mistake of the collector; its log has the details");
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Cache-Control", "no-store");
    reply.headers().forEach(headers::set);
    headers.set("X-Content-Type-Options", "nosniff");
    boolean none = reply.length() == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(reply.status(), none ? -1 : Math.max(0, reply.length()));
    if (!none) {
      // Not in a try: what broke off must not look like an answer that ended.
      OutputStream out = exchange.getResponseBody();
      reply.content().writeTo(out);
      out.close();
    }
  }

  /** Gives requests that are under way a second. */
  @Override
  public void close() {
    server.stop(1);
    threads.shutdownNow();
  }
}
