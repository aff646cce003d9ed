package io.usercenter.viewer.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.usercenter.viewer.access.Account;
import io.usercenter.viewer.access.Attempts;
import io.usercenter.viewer.access.Sessions;
import io.usercenter.viewer.provision.Library;
import io.usercenter.viewer.source.Sources;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Listens, and answers each request on a virtual thread of its own. */
public final class Server implements AutoCloseable {

  /** Everything but our own scripts, styles and pictures is refused by the browser. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Server(HttpServer server) {
    this.server = server;
  }

  /**
   * What the viewer shows, and to whom.
   *
   * @param home file of the dashboard that is shown first
   * @param runbooks directory of what to do about alerts
   */
  public record Site(
      Account account,
      Library library,
      Sources sources,
      Optional<Path> home,
      Optional<Path> runbooks,
      String version) {}

  /** Accepts connections when this returns. */
  public static Server start(InetSocketAddress address, Site site) throws IOException {
    Sessions sessions = new Sessions(System::nanoTime);
    State state = new State(site.version(), site.library(), sessions);
    Viewer viewer =
        new Viewer(
            new Doorkeeper(site.account(), sessions, new Attempts(System::nanoTime)),
            new DashboardApi(site.library(), site.home()),
            new Runbooks(site.runbooks()),
            new SourceApi(site.sources()),
            new QueryApi(site.sources()),
            state);
    Server server = new Server(HttpServer.create(address, 128));
    server.server.setExecutor(server.threads);
    server.server.createContext("/", exchange -> handle(viewer, state, exchange));
    server.server.start();
    return server;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Gives requests that are under way two seconds. */
  @Override
  public void close() {
    server.stop((int) Duration.ofSeconds(2).toSeconds());
    threads.shutdownNow();
  }

  private static void handle(Viewer viewer, State state, HttpExchange exchange) throws IOException {
    long begun = System.nanoTime();
    try (exchange) {
      Reply reply;
      try {
        reply =
            Request.read(exchange)
                .map(viewer::answer)
                .orElseGet(() -> Reply.error(413, "the request is larger than 1 MiB"));
      } catch (RuntimeException bug) {
        bug.printStackTrace();
        reply = Reply.error(500, "a mistake of the viewer; its log has the details");
      }
      send(exchange, reply);
      state.answered(area(exchange), reply.status(), System.nanoTime() - begun);
    }
  }

  /** Few and known, so that nobody can make new series. */
  private static String area(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith("/api/datasources/proxy/") || path.equals("/api/ds/query")) {
      return "data";
    }
    if (path.startsWith("/api/")) {
      return "api";
    }
    return path.equals("/login") ? "login" : "page";
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Cache-Control", "no-store");
    reply.headers().forEach(headers::set);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Content-Security-Policy", POLICY);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head || reply.body().length == 0) {
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), reply.body().length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(reply.body());
    }
  }
}
