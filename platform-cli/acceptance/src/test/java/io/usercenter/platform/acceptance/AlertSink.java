package io.usercenter.platform.acceptance;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what Alertmanager posts to a webhook. */
final class AlertSink implements AutoCloseable {

  /** One alert of one message. */
  record Alert(boolean firing, Json labels, Json annotations) {

    boolean is(boolean wanted, String name) {
      return firing == wanted && labels.text("alertname").equals(name);
    }
  }

  private final List<Alert> alerts = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  AlertSink() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          hear(Json.parse(new String(body, StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  private void hear(Json message) {
    for (Json alert : message.objects("alerts")) {
      alerts.add(
          new Alert(
              alert.text("status").equals("firing"),
              alert.object("labels"),
              alert.object("annotations")));
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/alerts";
  }

  /** Everything since it was opened, in the order it came. */
  List<Alert> heard() {
    return List.copyOf(alerts);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
