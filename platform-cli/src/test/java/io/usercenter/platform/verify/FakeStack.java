package io.usercenter.platform.verify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.usercenter.platform.scrape.ComposeStack;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.stack.Traits;
import io.usercenter.platform.stack.Traits.Metrics;
import io.usercenter.platform.wire.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A stack on loopback that works, in one process: an HTTP server that plays all but Redis, and a
 * Redis of a few commands. Tests break one answer of it.
 */
final class FakeStack implements AutoCloseable {

  private static final String USERS = "/v1/user-center/user";

  /** Answers that differ from those of a stack that works, by "METHOD path". */
  private final Map<String, Reply> broken = new ConcurrentHashMap<>();

  private final Map<String, String> cache = new ConcurrentHashMap<>();
  private final Set<String> users = ConcurrentHashMap.newKeySet();
  private final List<String> traces = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final HttpServer http;
  private final ServerSocket redis;
  private volatile boolean cacheWrites = true;
  private volatile boolean counts = true;

  record Reply(int status, String type, String body) {

    static Reply json(String body) {
      return new Reply(200, "application/json; charset=utf-8", body);
    }
  }

  FakeStack() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try {
      http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      redis = new ServerSocket(0, 16, loopback);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::answer);
    http.start();
    Thread.startVirtualThread(this::acceptRedis);
  }

  FakeStack answering(String methodAndPath, Reply reply) {
    broken.put(methodAndPath, reply);
    return this;
  }

  /** Whatever trace version 1 of the API is asked for. */
  FakeStack answeringTraces(Reply reply) {
    return answering("GET /api/traces/ID", reply);
  }

  FakeStack withoutCacheWrites() {
    cacheWrites = false;
    return this;
  }

  FakeStack withoutCounting() {
    counts = false;
    return this;
  }

  Map<String, String> cache() {
    return cache;
  }

  /** Who registered and has not left. */
  Set<String> users() {
    return users;
  }

  Targets targets(Map<String, String> absent) {
    Map<String, Service> services = new LinkedHashMap<>();
    add(services, "redis", "Redis", Optional.empty());
    add(services, "elasticsearch", "Elasticsearch", Optional.empty());
    add(services, "jaeger", "Traces", Optional.empty());
    add(services, "log-shipper", "Logs", Optional.empty());
    add(services, "prometheus", "Prometheus", Optional.of(metrics(9090, "prometheus")));
    add(services, "alertmanager", "Alertmanager", Optional.empty());
    add(services, "grafana", "Dashboards", Optional.empty());
    add(services, "api", "user-center HTTP", Optional.of(metrics(4001, "user_center-api")));
    Address web = new Address("127.0.0.1", http.getAddress().getPort());
    Map<String, Map<Integer, Address>> addresses = new LinkedHashMap<>();
    addresses.put("redis", Map.of(6379, new Address("127.0.0.1", redis.getLocalPort())));
    addresses.put("elasticsearch", Map.of(9200, web));
    addresses.put("jaeger", Map.of(16686, web));
    addresses.put("log-shipper", Map.of(14270, web));
    addresses.put("prometheus", Map.of(9090, web));
    addresses.put("alertmanager", Map.of(9093, web));
    addresses.put("grafana", Map.of(3000, web));
    addresses.put("api", Map.of(8888, web));
    return new Targets(
        new Stack("fake", services, Map.of()),
        addresses,
        Map.of("redis_password", () -> "s3cret", "grafana_admin_password", () -> "admin"),
        absent);
  }

  private static void add(
      Map<String, Service> services, String name, String provides, Optional<Metrics> metrics) {
    Traits traits = new Traits(provides, Optional.empty(), metrics);
    services.put(name, ComposeStack.service(name, traits));
  }

  private static Metrics metrics(int port, String job) {
    return new Metrics(port, "/metrics", job, Map.of());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceAll("platform-verify-\\w+", "INDEX");
    path = path.replaceFirst("^/api/traces/\\w+", "/api/traces/ID");
    String request = exchange.getRequestMethod() + " " + path;
    Reply reply = broken.get(request);
    if (reply == null) {
      reply = path.startsWith(USERS) ? account(request, exchange) : usual(path, query(exchange));
    }
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    String traceparent = exchange.getRequestHeaders().getFirst("traceparent");
    if (traceparent != null) {
      traces.add(traceparent.substring(3, 35));
      exchange.getResponseHeaders().set("Traceparent", traceparent);
    }
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String query(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
  }

  /** A session's token is the name of its user. */
  private Reply account(String request, HttpExchange exchange) throws IOException {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String username = body.replaceFirst("(?s).*\"username\":\"(\\w+)\".*", "$1");
    return switch (request) {
      case "POST /v1/user-center/user/register" -> {
        users.add(username);
        yield new Reply(201, "application/json", "{}");
      }
      case "POST /v1/user-center/user/login" ->
          users.contains(username)
              ? Reply.json("{\"accessToken\":\"" + username + "\"}")
              : new Reply(401, "text/plain", "nobody");
      case "GET /v1/user-center/users/search" -> {
        String wanted = query(exchange).substring("q=".length());
        yield Reply.json(
            users.contains(wanted)
                ? "{\"users\":[{\"username\":\"" + wanted + "\"}]}"
                : "{\"users\":[]}");
      }
      case "DELETE /v1/user-center/user" ->
          users.remove(String.valueOf(token).replace("Bearer ", ""))
              ? new Reply(204, "text/plain", "")
              : new Reply(401, "text/plain", "nobody");
      default -> user(query(exchange));
    };
  }

  private Reply usual(String path, String query) {
    return switch (path) {
      case "/api/v1/query" -> Reply.json(query(query));
      case "/api/v1/status/buildinfo" -> Reply.json("{\"data\":{\"version\":\"3.5.3\"}}");
      case "/api/v1/status/runtimeinfo" -> Reply.json("{\"data\":{\"reloadConfigSuccess\":true}}");
      case "/api/v1/rules" ->
          Reply.json(
              "{\"data\":{\"groups\":[{\"rules\":[{\"name\":\"Watchdog\",\"health\":\"ok\"}]}]}}");
      case "/api/v1/targets" ->
          Reply.json(
              "{\"data\":{\"activeTargets\":["
                  + target("prometheus", "prometheus:9090")
                  + ","
                  + target("user_center-api", "api:4001")
                  + "]}}");
      case "/api/v2/status" -> Reply.json("{\"versionInfo\":{\"version\":\"0.33.1\"}}");
      case "/api/v3/services" -> Reply.json("{\"services\":[\"user_center_api\"]}");
      case "/logs-*/_search" -> Reply.json(logLines());
      case "/api/v1/query_exemplars" -> Reply.json(exemplars());
      case "/INDEX/_search" -> Reply.json("{\"hits\":{\"hits\":[{\"_id\":\"1\"}]}}");
      default ->
          path.startsWith("/api/v3/traces/")
              ? Reply.json(
                  "{\"result\":{\"resourceSpans\":[%s,%s]}}"
                      .formatted(resource("user_center_api"), resource("user_center_rpc")))
              : Reply.json(
                  "{\"data\":[{\"spans\":[{},{},{}],\"processes\":{"
                      + "\"p1\":{\"serviceName\":\"user_center_api\"},"
                      + "\"p2\":{\"serviceName\":\"user_center_rpc\"}}}]}");
    };
  }

  private String logLines() {
    return traces.stream()
        .map(id ->
            """
            {"_source":{"@timestamp":"2026-11-23T07:00:00Z","message":"[HTTP] 200",\
            "service.name":"api","trace.id":"%s"}}\
            """
                .formatted(id))
        .collect(Collectors.joining(",", "{\"hits\":{\"hits\":[", "]}}"));
  }

  private String exemplars() {
    return traces.stream()
        .map(id -> "{\"labels\":{\"trace_id\":\"" + id + "\"},\"value\":\"1.5\"}")
        .collect(Collectors.joining(",", "{\"data\":[{\"exemplars\":[", "]}]}"));
  }

  private static String resource(String service) {
    return "{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\""
        + service
        + "\"}}]},\"scopeSpans\":[{\"spans\":[{}]}]}";
  }

  private Reply user(String query) {
    if (counts) {
      requests.incrementAndGet();
    }
    if (!query.equals("id=1")) {
      return new Reply(404, "text/plain", "no such user\n");
    }
    if (cacheWrites) {
      cache.put("cache:public:users:id:1", "{\"Id\":1,\"Username\":\"user1\"}");
    }
    return Reply.json("{\"username\":\"user1\",\"createdAt\":\"2026-11-23 06:01:57\"}");
  }

  private String query(String query) {
    String result =
        query.equals("query=1+1") || query.equals("query=1%2B1")
            ? "[1.5,\"2\"]"
            : "[{\"value\":[1.5,\"" + requests.get() + "\"]}]";
    return "{\"status\":\"success\",\"data\":{\"result\":" + result + "}}";
  }

  private static String target(String job, String instance) {
    return "{\"labels\":{\"job\":\"%s\",\"instance\":\"%s\"},\"health\":\"up\",\"lastError\":\"\"}"
        .formatted(job, instance);
  }

  private void acceptRedis() {
    while (!redis.isClosed()) {
      try {
        Socket socket = redis.accept();
        Thread.startVirtualThread(() -> serveRedis(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serveRedis(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = socket.getOutputStream()) {
      for (String head = in.readLine(); head != null; head = in.readLine()) {
        String[] words = new String[Integer.parseInt(head.substring(1))];
        for (int index = 0; index < words.length; index++) {
          in.readLine();
          words[index] = in.readLine();
        }
        out.write(redis(words).getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private String redis(String... words) {
    return switch (words[0]) {
      case "AUTH" -> words[1].equals("s3cret") ? "+OK\r\n" : "-WRONGPASS invalid password\r\n";
      case "SET" -> {
        cache.put(words[1], words[2]);
        yield "+OK\r\n";
      }
      case "GET" -> {
        String value = cache.get(words[1]);
        yield value == null ? "$-1\r\n" : "$" + value.length() + "\r\n" + value + "\r\n";
      }
      case "DEL" -> cache.remove(words[1]) == null ? ":0\r\n" : ":1\r\n";
      default -> "-ERR unknown command\r\n";
    };
  }

  @Override
  public void close() {
    http.stop(0);
    try {
      redis.close();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
