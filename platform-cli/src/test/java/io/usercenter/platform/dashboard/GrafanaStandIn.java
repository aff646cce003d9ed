package io.usercenter.platform.dashboard;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers as Grafana's HTTP API is documented to: no registry that can be reached here has a real
 * one.
 */
final class GrafanaStandIn implements AutoCloseable {

  static final String PASSWORD = "a secret";

  final Map<String, Map<String, Object>> dashboards = new LinkedHashMap<>();
  final List<String> folders = new ArrayList<>();
  final List<String> requests = new ArrayList<>();
  boolean provisioned;
  private final HttpServer server;

  GrafanaStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  Grafana client(String password) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return new Grafana(new Grafana.Site(address, "admin", password));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String expected = new Grafana.Site(URI.create("http://x"), "admin", PASSWORD).authorization();
    requests.add(method + " " + path);
    if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 401, Map.of("message", "Invalid username or password"));
    } else if (path.startsWith("/api/dashboards/uid/")) {
      Map<String, Object> found = dashboards.get(path.substring("/api/dashboards/uid/".length()));
      send(
          exchange,
          found == null ? 404 : 200,
          found == null ? Map.of("message", "Dashboard not found") : found);
    } else if (path.equals("/api/folders")) {
      if (method.equals("POST")) {
        folders.add(Value.parse(body).at("title").text());
      }
      List<Map<String, String>> all =
          folders.stream().map(it -> Map.of("uid", "uid-" + it, "title", it)).toList();
      send(exchange, 200, method.equals("POST") ? all.getLast() : all);
    } else if (path.equals("/api/dashboards/db")) {
      Value saved = Value.parse(body);
      Map<String, Object> dashboard = new LinkedHashMap<>();
      dashboard.putAll(JSON.std.mapFrom(saved.at("dashboard").json()));
      dashboard.put("id", 7);
      dashboard.put("version", 3);
      put(saved.at("folderUid").text().replace("uid-", ""), dashboard);
      send(exchange, 200, Map.of("status", "success"));
    } else {
      send(exchange, 404, Map.of("message", "Not found"));
    }
  }

  void put(String folder, Map<String, Object> dashboard) {
    dashboards.put(
        "" + dashboard.get("uid"),
        Map.of(
            "meta",
            Map.of(
                "folderTitle", folder.isEmpty() ? "General" : folder, "provisioned", provisioned),
            "dashboard",
            dashboard));
  }

  private static void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = new Value(body).json().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
