package io.usercenter.shipper;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The port for probes and for Prometheus: {@code /} and {@code /metrics}. */
final class AdminPort implements AutoCloseable {

  private static final int BACKLOG = 16;

  static {
    // Seconds a client may take to send a request, and connections there may be.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("jdk.httpserver.maxConnections", "64");
  }

  private final HttpServer server;

  /** Accepts connections when this returns. */
  AdminPort(InetSocketAddress address, CollectorRegistry registry) throws IOException {
    server = HttpServer.create(address, BACKLOG);
    server.createContext("/", exchange -> answer(exchange, registry));
    server.start();
  }

  int number() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, CollectorRegistry registry) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      StringWriter text = new StringWriter();
      String type = "text/plain; charset=utf-8";
      int status = 200;
      if (path.equals("/metrics")) {
        type = TextFormat.CONTENT_TYPE_004;
        TextFormat.write004(text, registry.metricFamilySamples());
      } else if (path.equals("/")) {
        text.write("the log shipper follows logs\n");
      } else {
        status = 404;
        text.write("nothing is at " + path.replaceAll("[^\\w/.-]", "?") + "\n");
      }
      byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
