package io.usercenter.user.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The program that is gateway and service in one, on ports of its own. */
final class Alone implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private final int metricsPort;
  private final Service service;

  private Alone(int port, int metricsPort, Service service) {
    this.port = port;
    this.metricsPort = metricsPort;
    this.service = service;
  }

  /** With a configuration that takes API_PORT and API_METRICS_PORT from the environment. */
  static Alone start(String config, Path directory, Map<String, String> environment) {
    int port = Ports.free();
    int metricsPort = Ports.free();
    environment.put("API_PORT", "" + port);
    environment.put("API_METRICS_PORT", "" + metricsPort);
    Service service = Service.start("standalone", file(config, directory), directory, environment);
    Alone alone = new Alone(port, metricsPort, service);
    Eventually.get("a port that listens", alone::status, status -> status == 200);
    return alone;
  }

  static String shippedConfig() {
    try {
      return Files.readString(Service.shipped("standalone"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String config, Path directory) {
    try {
      return Files.writeString(directory.resolve("user-center.yaml"), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CompletableFuture<HttpResponse<String>> user(long id) {
    return http.sendAsync(
        request(port, "/v1/user-center/user?id=" + id), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(int port, String path) {
    return http.sendAsync(request(port, path), HttpResponse.BodyHandlers.ofString()).join();
  }

  HttpResponse<String> get(String path) {
    return get(port, path);
  }

  HttpResponse<String> post(String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
  }

  /** The port for machines is opened last. */
  String metrics() {
    return Eventually.get(
        "metrics",
        () ->
            http.sendAsync(request(metricsPort, "/metrics"), HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::body)
                .exceptionally(refused -> "")
                .join(),
        metrics -> !metrics.isEmpty());
  }

  String log() {
    return service.output();
  }

  @Override
  public void close() {
    service.close();
  }

  private int status() {
    if (!service.running()) {
      throw new IllegalStateException(service.output());
    }
    return http.sendAsync(request(port, "/healthz"), HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode)
        .exceptionally(refused -> 0)
        .join();
  }

  private static HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
        .timeout(PATIENCE)
        .build();
  }
}
