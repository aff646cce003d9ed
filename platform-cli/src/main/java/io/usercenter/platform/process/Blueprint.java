package io.usercenter.platform.process;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.probe.Probe;
import io.usercenter.platform.stack.Lifecycle;
import io.usercenter.platform.stack.Mount;
import io.usercenter.platform.stack.Port;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.supervisor.ChildSpec;
import io.usercenter.platform.supervisor.ChildSpec.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Builds what the supervisor runs from what the Compose file and the recipe say of a service. */
final class Blueprint {

  private final Service service;
  private final Recipe recipe;
  private final Site site;
  private final MountedFiles mounted;
  private final Path own;
  private final Placeholders placeholders;
  private final Map<Integer, Integer> endpoints = new TreeMap<>();
  private final List<Path> directories = new ArrayList<>();

  private Blueprint(Service service, Recipe recipe, Site site) {
    this.service = service;
    this.recipe = recipe;
    this.site = site;
    this.own = site.directory().service(service.name());
    this.mounted = MountedFiles.read(service, own.resolve("mounts"));
    this.placeholders = new Placeholders(this::lookup, "services." + service.name());
    service.ports().stream().filter(Port::tcp).forEach(port -> port(port.container()));
  }

  /** Reads the files the service mounts; otherwise only computes. */
  static ChildSpec of(Service service, Recipe recipe, Site site) {
    return new Blueprint(service, recipe, site).build();
  }

  private ChildSpec build() {
    Map<Path, String> files = new LinkedHashMap<>(mounted.files());
    recipe.files().forEach((path, text) -> files.put(Path.of(expand(path)), expand(text)));
    Launch launch = launch(recipe.command(), true);
    List<ChildSpec.Preparation> preparations =
        recipe.preparation().stream()
            .map(preparation ->
                new ChildSpec.Preparation(
                    Path.of(expand(preparation.directory())),
                    preparation.commands().stream()
                        .map(command -> launch(command, false))
                        .toList()))
            .toList();
    Optional<ChildSpec.WarmUp> warmUp = recipe.warmUp().map(this::warmUp);
    Optional<Probe> probe = recipe.readiness().map(ready -> ready.probe(this::expand));
    directories.add(own.resolve("run"));
    directories.add(own.resolve("logs"));
    ChildSpec.Layout layout =
        new ChildSpec.Layout(
            own.resolve("mounts"), directories.stream().distinct().toList(), files, preparations);
    ChildSpec spec =
        new ChildSpec(
            service.name(), new TreeMap<>(), layout, launch, warmUp, probe, lifecycle(), endpoints);
    return new ChildSpec(
        service.name(),
        Fingerprints.of(spec, own),
        layout,
        launch,
        warmUp,
        probe,
        spec.lifecycle(),
        endpoints);
  }

  private Lifecycle lifecycle() {
    Lifecycle wanted = service.lifecycle();
    return new Lifecycle(
        wanted.restart(),
        wanted.maxRestarts(),
        recipe.stopSignal().orElse(wanted.stopSignal()),
        wanted.stopGrace());
  }

  private Launch launch(Recipe.Command command, boolean withServiceEnvironment) {
    Map<String, String> environment = new LinkedHashMap<>(site.environment());
    environment.put("HOME", own.resolve("run").toString());
    if (withServiceEnvironment) {
      service.environment().forEach((name, value) -> environment.put(name, localPath(value)));
    }
    command.environment().forEach((name, value) -> environment.put(name, expand(value)));
    return new Launch(
        command.words().stream().map(this::expand).toList(),
        environment,
        own.resolve("run"),
        command.input().map(this::expand).map(Path::of));
  }

  /** A value that is the path of something mounted means the copy of it here. */
  private String localPath(String value) {
    return value.startsWith("/") ? mounted.path(value).map(Path::toString).orElse(value) : value;
  }

  private ChildSpec.WarmUp warmUp(Recipe.WarmUp warmUp) {
    return new ChildSpec.WarmUp(Path.of(expand(warmUp.creates())), launch(warmUp.command(), true));
  }

  private String expand(String text) {
    return placeholders.expand(text);
  }

  private Optional<String> lookup(String kind, String argument) {
    return switch (kind) {
      case "artifact" -> Optional.of(site.artifactRoots().apply(argument).toString());
      case "port" -> Optional.of(String.valueOf(port(Integer.parseInt(argument))));
      case "address" -> address(argument);
      case "volume" -> volume(argument);
      case "mount" -> mounted.path(argument).map(Path::toString);
      case "env" -> Optional.ofNullable(service.environment().get(argument));
      case "cache" -> Optional.of(cache().toString());
      case "run" -> Optional.of(own.resolve("run").toString());
      case "logs" -> Optional.of(own.resolve("logs").toString());
      case "jdk" -> Optional.of(site.jdk().toString());
      case "listen" -> Optional.of(listenHost());
      default -> Optional.empty();
    };
  }

  /** Only what is published is ever reached from outside. */
  private String listenHost() {
    boolean published = service.ports().stream().anyMatch(port -> port.published().isPresent());
    return published ? site.listenHost() : "127.0.0.1";
  }

  /** Changes with whatever makes something computed from it useless. */
  private Path cache() {
    StringBuilder inputs = new StringBuilder(site.jdk().toString());
    recipe
        .artifacts()
        .forEach(name -> inputs.append('\n').append(site.artifactRoots().apply(name)));
    String key = Fingerprints.hash(inputs.toString()).substring("sha256:".length());
    Path cache = site.directory().state().resolve("cache").resolve(service.name() + "-" + key);
    directories.add(cache);
    return cache;
  }

  /** Nobody connects to a port for datagrams: it is no endpoint. */
  private int port(int containerPort) {
    boolean datagrams =
        service.ports().stream().anyMatch(it -> it.container() == containerPort && !it.tcp());
    if (datagrams) {
      return site.ports().port(service.name(), containerPort);
    }
    return endpoints.computeIfAbsent(
        containerPort, inside -> site.ports().port(service.name(), inside));
  }

  private Optional<String> address(String argument) {
    int colon = argument.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    int port = Integer.parseInt(argument.substring(colon + 1));
    return Optional.of("127.0.0.1:" + site.ports().port(argument.substring(0, colon), port));
  }

  private Optional<String> volume(String target) {
    return service
        .mount(target)
        .map(mount ->
            switch (mount) {
              case Mount.Volume(_, String name, _) -> {
                Path directory = site.directory().volume(volumeName(name, target));
                directories.add(directory);
                yield directory.toString();
              }
              case Mount.Tmpfs _ -> own.resolve("run").toString();
              case Mount.Bind bind -> bind.source().toString();
              case Mount.Secret _, Mount.Inline _ ->
                  throw new UserError(
                      ExitCode.CONFIGURATION,
                      "'" + target + "' is a file, not a volume",
                      "services." + service.name(),
                      "native.yml asks for it as ${volume:" + target + "}",
                      "use ${mount:" + target + "}");
            });
  }

  private String volumeName(String name, String target) {
    return name.isEmpty() ? service.name() + target.replace('/', '-') : name;
  }
}
