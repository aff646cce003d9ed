package io.usercenter.platform.compose;

import io.usercenter.platform.stack.Definition;
import io.usercenter.platform.stack.Dependency;
import io.usercenter.platform.stack.Lifecycle;
import io.usercenter.platform.stack.Mount;
import io.usercenter.platform.stack.Port;
import io.usercenter.platform.stack.Secret;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import io.usercenter.platform.stack.Traits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link Stack} from the canonical Compose model, which has every short form spelled out.
 */
public final class StackReader {

  private static final Duration DEFAULT_STOP_GRACE = Duration.ofSeconds(10);

  private final Map<String, @Nullable Object> tree;
  private final Map<String, Map<String, @Nullable Object>> extensions;
  private final Project.Origin origin;

  private StackReader(Project project) {
    this.tree = project.values();
    this.origin = project.origin();
    this.extensions = project.extensions();
  }

  public static Stack read(Project project) {
    return new StackReader(project).stack();
  }

  private Stack stack() {
    Map<String, Service> services = new LinkedHashMap<>();
    object(tree, "services")
        .forEach((name, value) -> services.put(name, service(name, asObject(value))));
    Map<String, Secret> secrets = new LinkedHashMap<>();
    object(tree, "secrets")
        .forEach(
            (name, value) -> secret(name, asObject(value)).ifPresent(s -> secrets.put(name, s)));
    return new Stack(
        text(tree, "name"),
        services,
        secrets,
        new Definition(tree, origin.directory(), origin.files()));
  }

  private Optional<Secret> secret(String name, Map<String, @Nullable Object> fields) {
    String file = text(fields, "file");
    String template = text(extension("secrets", name), "template");
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Secret(
                name,
                Path.of(file),
                template.isEmpty() ? Optional.empty() : Optional.of(template)));
  }

  private Map<String, @Nullable Object> extension(String group, String name) {
    return extensions.getOrDefault(group + "." + name, Map.of());
  }

  private Service service(String name, Map<String, @Nullable Object> fields) {
    Traits traits = traits(extension("services", name));
    return new Service(
        name,
        text(fields, "image"),
        environment(fields),
        new Service.Wiring(
            ports(fields, traits),
            mounts(fields, list(extension("services", name), "live")),
            dependencies(fields)),
        lifecycle(fields),
        traits);
  }

  private static Map<String, String> environment(Map<String, @Nullable Object> fields) {
    Map<String, String> environment = new LinkedHashMap<>();
    object(fields, "environment")
        .forEach((name, value) -> {
          if (value != null) {
            environment.put(name, String.valueOf(value));
          }
        });
    return environment;
  }

  /** Published ports, exposed ones, and those that only x-platform names. */
  private static List<Port> ports(Map<String, @Nullable Object> fields, Traits traits) {
    Map<Integer, Port> ports = new LinkedHashMap<>();
    for (Object entry : list(fields, "ports")) {
      Port port = port(asObject(entry));
      ports.putIfAbsent(port.container(), port);
    }
    for (Object entry : list(fields, "expose")) {
      String number = String.valueOf(entry);
      int slash = number.indexOf('/');
      int container = Integer.parseInt(slash < 0 ? number : number.substring(0, slash));
      String protocol = slash < 0 ? Port.TCP : number.substring(slash + 1);
      ports.putIfAbsent(container, new Port(container, OptionalInt.empty(), "", protocol));
    }
    traits.metrics().ifPresent(m -> ports.putIfAbsent(m.port(), Port.internal(m.port())));
    traits.ui().ifPresent(page -> ports.putIfAbsent(page.port(), Port.internal(page.port())));
    return new ArrayList<>(ports.values());
  }

  private static Port port(Map<String, @Nullable Object> fields) {
    String published = text(fields, "published");
    int dash = published.indexOf('-');
    String first = dash < 0 ? published : published.substring(0, dash);
    return new Port(
        (int) number(fields, "target"),
        first.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(first)),
        text(fields, "host_ip"),
        text(fields, "protocol").isEmpty() ? Port.TCP : text(fields, "protocol"));
  }

  /**
   * @param live targets of what changes all the time
   */
  private List<Mount> mounts(Map<String, @Nullable Object> fields, List<?> live) {
    List<Mount> mounts = new ArrayList<>();
    list(fields, "volumes").forEach(entry -> mounts.add(volume(asObject(entry), live)));
    list(fields, "secrets")
        .forEach(entry -> mounts.add(file(asObject(entry), "secrets", "/run/secrets/")));
    list(fields, "configs").forEach(entry -> mounts.add(file(asObject(entry), "configs", "/")));
    for (Object target : list(fields, "tmpfs")) {
      mounts.add(new Mount.Tmpfs(String.valueOf(target)));
    }
    return mounts;
  }

  private static Mount volume(Map<String, @Nullable Object> fields, List<?> live) {
    String target = text(fields, "target");
    boolean readOnly = Boolean.TRUE.equals(fields.get("read_only"));
    return switch (text(fields, "type")) {
      case "bind" ->
          new Mount.Bind(
              target, Path.of(text(fields, "source")), readOnly && !live.contains(target));
      case "tmpfs" -> new Mount.Tmpfs(target);
      default -> new Mount.Volume(target, text(fields, "source"), readOnly);
    };
  }

  private Mount file(Map<String, @Nullable Object> fields, String kind, String directory) {
    String source = text(fields, "source");
    String named = text(fields, "target");
    String target = named.isEmpty() ? directory + source : named;
    if (!target.startsWith("/")) {
      target = directory + target;
    }
    boolean secret = kind.equals("secrets");
    Map<String, @Nullable Object> definition = object(object(tree, kind), source);
    if (definition.containsKey("content")) {
      return new Mount.Inline(target, text(definition, "content"), secret);
    }
    Path path = Path.of(text(definition, "file"));
    return secret ? new Mount.Secret(target, path) : new Mount.Bind(target, path, true);
  }

  private static List<Dependency> dependencies(Map<String, @Nullable Object> fields) {
    List<Dependency> dependencies = new ArrayList<>();
    object(fields, "depends_on")
        .forEach((name, value) -> {
          Map<String, @Nullable Object> on = asObject(value);
          dependencies.add(
              new Dependency(
                  name,
                  condition(text(on, "condition")),
                  Boolean.TRUE.equals(on.get("restart")),
                  !Boolean.FALSE.equals(on.get("required"))));
        });
    return dependencies;
  }

  private static Dependency.Condition condition(String word) {
    return switch (word) {
      case "service_healthy" -> Dependency.Condition.HEALTHY;
      case "service_completed_successfully" -> Dependency.Condition.COMPLETED;
      default -> Dependency.Condition.STARTED;
    };
  }

  private static Lifecycle lifecycle(Map<String, @Nullable Object> fields) {
    String policy = text(fields, "restart");
    int colon = policy.indexOf(':');
    int most = colon < 0 ? 0 : Integer.parseInt(policy.substring(colon + 1));
    Lifecycle.Restart restart =
        switch (colon < 0 ? policy : policy.substring(0, colon)) {
          case "always" -> Lifecycle.Restart.ALWAYS;
          case "on-failure" -> Lifecycle.Restart.ON_FAILURE;
          case "unless-stopped" -> Lifecycle.Restart.UNLESS_STOPPED;
          default -> Lifecycle.Restart.NO;
        };
    String signal = text(fields, "stop_signal");
    String grace = text(fields, "stop_grace_period");
    return new Lifecycle(
        restart,
        most,
        signal.isEmpty() ? "SIGTERM" : signal,
        grace.isEmpty() ? DEFAULT_STOP_GRACE : duration(grace));
  }

  /** The canonical form of a duration, such as {@code 1m30s} or {@code 500ms}. */
  private static Duration duration(String text) {
    String iso = text.contains("ms") || text.contains("µs") || text.contains("ns") ? "" : text;
    if (!iso.isEmpty()) {
      return Duration.parse("PT" + iso);
    }
    int unit = text.indexOf("ms");
    return unit > 0 && text.indexOf('s') == unit + 1
        ? Duration.ofNanos((long) (Double.parseDouble(text.substring(0, unit)) * 1_000_000))
        : Duration.ZERO;
  }

  private static Traits traits(Map<String, @Nullable Object> fields) {
    return new Traits(
        text(fields, "provides"),
        Optional.of(object(fields, "ui")).filter(ui -> !ui.isEmpty()).map(StackReader::page),
        Optional.of(object(fields, "metrics"))
            .filter(metrics -> !metrics.isEmpty())
            .map(StackReader::metrics));
  }

  private static Traits.Page page(Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> login = object(fields, "login");
    return new Traits.Page(
        text(fields, "name"),
        (int) number(fields, "port"),
        text(fields, "path"),
        login.isEmpty()
            ? Traits.Login.NONE
            : new Traits.Login(text(login, "user"), text(login, "password_secret")));
  }

  private static Traits.Metrics metrics(Map<String, @Nullable Object> fields) {
    Map<String, String> labels = new LinkedHashMap<>();
    object(fields, "labels").forEach((name, value) -> labels.put(name, String.valueOf(value)));
    return new Traits.Metrics(
        (int) number(fields, "port"), text(fields, "path"), text(fields, "job"), labels);
  }

  private static String text(Map<String, @Nullable Object> fields, String key) {
    Object value = fields.get(key);
    return value == null ? "" : String.valueOf(value);
  }

  private static long number(Map<String, @Nullable Object> fields, String key) {
    return fields.get(key) instanceof Number number
        ? number.longValue()
        : Long.parseLong(text(fields, key));
  }

  private static Map<String, @Nullable Object> object(
      Map<String, @Nullable Object> fields, String key) {
    return asObject(fields.get(key));
  }

  @SuppressWarnings("unchecked") // the canonical model has text keys only
  private static Map<String, @Nullable Object> asObject(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  @SuppressWarnings("unchecked") // the elements are looked at one by one
  private static List<Object> list(Map<String, @Nullable Object> fields, String key) {
    return fields.get(key) instanceof List<?> list ? (List<Object>) list : List.of();
  }
}
