package io.usercenter.user.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A gateway of a test's own, with settings of its own, over the one running rpc. */
final class Api implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Ports.free();
  private final Service service;

  private Api(UserCenter userCenter, Path config, Map<String, String> settings) {
    Map<String, String> environment = userCenter.environment();
    environment.put("API_PORT", "" + port);
    environment.put("API_METRICS_PORT", "" + Ports.free());
    environment.putAll(settings);
    service = Service.start("api", config, userCenter.directory(), environment);
  }

  static Api start(UserCenter userCenter, Map<String, String> settings) {
    return start(userCenter, Service.shipped("api"), settings);
  }

  static Api start(UserCenter userCenter, Path config, Map<String, String> settings) {
    Api api = new Api(userCenter, config, settings);
    Eventually.get("a started api", api.service::output, output -> output.contains("ready after"));
    return api;
  }

  int port() {
    return port;
  }

  String log() {
    return service.output();
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(), path);
  }

  HttpResponse<String> send(HttpRequest.Builder request, String path) {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    try {
      return http.send(
          request.uri(uri).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    service.close();
    http.close();
  }
}
