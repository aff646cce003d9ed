package io.usercenter.platform.scrape;

import io.usercenter.platform.stack.Lifecycle;
import io.usercenter.platform.stack.Lifecycle.Restart;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.stack.Traits;
import io.usercenter.platform.stack.Traits.Metrics;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The stack of our own Compose file, as far as metrics go. */
public final class ComposeStack {

  /** Directory of the checkout. */
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private ComposeStack() {}

  public static Stack read() {
    try (Reader reader = Files.newBufferedReader(ROOT.resolve("compose/docker-compose.yml"))) {
      Map<?, ?> project = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      Map<String, Service> services = new LinkedHashMap<>();
      map(project.get("services"))
          .forEach((name, definition) -> services.put(name, service(name, map(definition))));
      return new Stack(String.valueOf(project.get("name")), services, Map.of());
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** A service of which only these traits matter. */
  public static Service service(String name, Traits traits) {
    return new Service(
        name,
        "",
        Map.of(),
        new Service.Wiring(List.of(), List.of(), List.of()),
        new Lifecycle(Restart.NO, 0, "SIGTERM", Duration.ofSeconds(10)),
        traits);
  }

  private static Service service(String name, Map<String, Object> definition) {
    Map<String, Object> platform = map(definition.get("x-platform"));
    String provides = String.valueOf(platform.getOrDefault("provides", ""));
    return service(
        name,
        new Traits(
            provides,
            Optional.empty(),
            Optional.ofNullable(platform.get("metrics")).map(metrics -> metrics(map(metrics)))));
  }

  private static Metrics metrics(Map<String, Object> metrics) {
    Map<String, String> labels =
        map(metrics.get("labels")).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, label -> label.getValue().toString()));
    return new Metrics(
        Integer.parseInt(String.valueOf(metrics.get("port"))),
        String.valueOf(metrics.get("path")),
        String.valueOf(metrics.get("job")),
        labels);
  }

  private static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, element) -> result.put(String.valueOf(key), element));
    }
    return result;
  }
}
