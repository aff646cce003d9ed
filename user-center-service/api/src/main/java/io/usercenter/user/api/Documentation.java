package io.usercenter.user.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI document and the page that shows it, which needs nothing from elsewhere. */
final class Documentation {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";

  /** What the page needs, and nothing else: it can be in no frame and post nowhere. */
  private static final Map<String, String> SECURITY =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self';"
              + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "max-age=300");

  private final Vertx vertx;
  private final Map<String, Supplier<Answer>> pages = new HashMap<>();

  Documentation(Vertx vertx) {
    this.vertx = vertx;
    page("/openapi.yaml", "application/yaml", () -> resource("/openapi.yaml"));
    page("/openapi.json", "application/json", Documentation::json);
    page("/docs", "text/html; charset=utf-8", () -> resource("/docs/index.html"));
    page("/docs/init.js", "text/javascript; charset=utf-8", () -> resource("/docs/init.js"));
    page("/docs/swagger-ui.css", "text/css; charset=utf-8", () -> webjar("swagger-ui.css"));
    page(
        "/docs/swagger-ui-bundle.js",
        "text/javascript; charset=utf-8",
        () -> webjar("swagger-ui-bundle.js"));
  }

  List<Route> routes() {
    return pages.entrySet().stream()
        .map(page ->
            new Route(HttpMethod.GET, page.getKey(), TIMEOUT, exchange -> answer(page.getValue())))
        .toList();
  }

  /** Off the event loop, which unpacking a megabyte would hold up. */
  private Future<Answer> answer(Supplier<Answer> page) {
    return vertx.executeBlocking(page::get, false).map(Objects::requireNonNull);
  }

  private void page(String path, String type, Supplier<byte[]> content) {
    pages.put(path, Lazy.of(() -> new Answer(200, type, Buffer.buffer(content.get()), SECURITY)));
  }

  private static byte[] json() {
    Map<String, Object> document =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(new String(resource("/openapi.yaml"), StandardCharsets.UTF_8));
    return new JsonObject(document).encode().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] webjar(String file) {
    Properties jar = new Properties();
    try {
      jar.load(open("/META-INF/maven/org.webjars/swagger-ui/pom.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return resource(WEBJAR + jar.getProperty("version") + "/" + file);
  }

  private static byte[] resource(String path) {
    try (InputStream stream = open(path)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String path) {
    InputStream stream = Documentation.class.getResourceAsStream(path);
    if (stream == null) {
      throw new IllegalStateException(path + " is missing in the program");
    }
    return stream;
  }
}
