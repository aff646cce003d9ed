package io.usercenter.user.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.opentracing.Span;
import io.prometheus.client.CollectorRegistry;
import io.usercenter.user.call.Channel;
import io.usercenter.user.call.Method;
import io.usercenter.user.config.ConfigFile;
import io.usercenter.user.config.Environment;
import io.usercenter.user.guard.RateLimiters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class DocumentationTest {

  @Test
  void hasEveryRouteAndNoOther() {
    Set<String> routed = new TreeSet<>(Set.of("GET /healthz", "GET /readyz"));
    Vertx vertx = Vertx.vertx();
    try {
      for (Route route : routes(vertx)) {
        if (!route.path().startsWith("/docs/")) {
          routed.add(route.method() + " " + route.path());
        }
      }
    } finally {
      vertx.close().await();
    }

    assertThat(documented()).isEqualTo(routed);
  }

  private static List<Route> routes(Vertx vertx) {
    ApiConfig config =
        ApiConfig.read(
            ConfigFile.read(
                    Path.of("etc/user-api.yaml"),
                    new Environment(Map.of("JWT_SECRET", "a secret long enough for HMAC-SHA256")))
                .root());
    Clients clients =
        new Clients(
            config.proxies(), new RateLimiters(config.rateLimit(), new CollectorRegistry()));
    List<Route> routes = new ArrayList<>(new Documentation(vertx).routes());
    Lazy<Tokens> tokens = Lazy.of(() -> new Tokens(config.auth()));
    routes.addAll(new Routes(vertx, new NoService(), config, tokens, clients).all());
    return routes;
  }

  private static Set<String> documented() {
    JsonObject document;
    try (InputStream yaml = DocumentationTest.class.getResourceAsStream("/openapi.yaml")) {
      Map<String, Object> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      document = new JsonObject(read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Set<String> operations = new TreeSet<>();
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      for (String method : paths.getJsonObject(path).fieldNames()) {
        operations.add(method.toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    return operations;
  }

  /** Routes are made with it; none is called. */
  private static final class NoService implements Channel {
    @Override
    public <Q extends Message, A extends Message> Future<A> call(
        Method<Q, A> method, Q request, Span parent) {
      return Future.failedFuture("nobody answers");
    }

    @Override
    public Future<?> check() {
      return Future.failedFuture("nobody answers");
    }

    @Override
    public Future<?> close() {
      return Future.succeededFuture();
    }
  }
}
