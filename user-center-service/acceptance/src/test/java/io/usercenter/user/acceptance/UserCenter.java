package io.usercenter.user.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Both programs with everything they need, on loopback ports of their own. */
final class UserCenter implements AutoCloseable {
  static final String JWT_SECRET = "a secret of the tests, long enough for HS256";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path directory;
  private final int apiPort = Ports.free();
  private final int apiMetricsPort = Ports.free();
  private final int rpcPort = Ports.free();
  private final int rpcMetricsPort = Ports.free();
  private final Map<String, String> settings;
  private final Postgres postgres;
  private final Redis redis = new Redis();
  private final TraceSink traces = new TraceSink();
  private final Service rpc;
  private final Service api;

  /**
   * @param settings environment variables that differ from the usual ones
   */
  UserCenter(Map<String, String> settings) {
    this.settings = settings;
    try {
      directory = Files.createTempDirectory("user-center");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    postgres = new Postgres(directory);
    rpc = Service.start("rpc", directory, environment());
    api = Service.start("api", directory, environment());
    Eventually.get("readiness of the api", () -> statusOf("/readyz"), status -> status == 200);
  }

  int apiPort() {
    return apiPort;
  }

  int rpcPort() {
    return rpcPort;
  }

  Postgres postgres() {
    return postgres;
  }

  Redis redis() {
    return redis;
  }

  TraceSink traces() {
    return traces;
  }

  Path directory() {
    return directory;
  }

  String apiLog() {
    return api.output();
  }

  String rpcLog() {
    return rpc.output();
  }

  /** What the programs run with, for programs of a test's own. */
  final Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put("METRICS_HOST", "127.0.0.1");
    variables.put("API_HOST", "127.0.0.1");
    variables.put("API_PORT", "" + apiPort);
    variables.put("API_METRICS_PORT", "" + apiMetricsPort);
    variables.put("RPC_HOST", "127.0.0.1");
    variables.put("RPC_LISTEN_HOST", "127.0.0.1");
    variables.put("RPC_PORT", "" + rpcPort);
    variables.put("RPC_METRICS_PORT", "" + rpcMetricsPort);
    variables.put("DB_HOST", "127.0.0.1");
    variables.put("DB_PORT", "" + postgres.port());
    variables.put("DB_PASSWORD_FILE", passwordFile().toString());
    variables.put("REDIS1_HOST", "127.0.0.1");
    variables.put("REDIS1_PORT", "" + redis.port());
    variables.put("JWT_SECRET", JWT_SECRET);
    variables.put("RATE_PER_MINUTE", "1000000");
    variables.put("RATE_BURST", "1000000");
    variables.put("JAEGER_ENDPOINT", traces.endpoint());
    variables.put("SEARCH_ENABLED", "false");
    variables.putAll(settings);
    return variables;
  }

  HttpResponse<String> user(String query) {
    return get("/v1/user-center/user" + query);
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(apiPort, path)).build());
  }

  HttpResponse<String> send(HttpRequest.Builder request, String path) {
    return send(request.uri(uri(apiPort, path)).build());
  }

  String apiMetrics() {
    return send(HttpRequest.newBuilder(uri(apiMetricsPort, "/metrics")).build()).body();
  }

  String rpcMetrics() {
    return send(HttpRequest.newBuilder(uri(rpcMetricsPort, "/metrics")).build()).body();
  }

  HttpResponse<String> rpcReadiness() {
    return send(HttpRequest.newBuilder(uri(rpcMetricsPort, "/readyz")).build());
  }

  @Override
  public void close() {
    api.close();
    rpc.close();
    traces.close();
    redis.close();
    postgres.close();
    Directories.delete(directory);
  }

  private int statusOf(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(uri(apiPort, path)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (ConnectException e) {
      if (!api.running() || !rpc.running()) {
        throw new IllegalStateException(rpc.output() + api.output(), e);
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
  }

  private Path passwordFile() {
    try {
      return Files.writeString(directory.resolve("db-password"), Postgres.PASSWORD + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
