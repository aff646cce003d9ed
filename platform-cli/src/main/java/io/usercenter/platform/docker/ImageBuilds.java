package io.usercenter.platform.docker;

import com.github.dockerjava.api.command.BuildImageCmd;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Lets the engine build the images of services from the {@code build} of their Compose entries. */
final class ImageBuilds {

  /** On an image we built: what it was made from. An image without it is taken as it is. */
  private static final String DIGEST = "io.usercenter.platform.context";

  private static final String INLINE = ".platform.dockerfile";
  private static final int PIPE_BYTES = 1 << 20;

  private final Engine engine;
  private final Naming naming;
  private final Set<String> services;
  private final Map<String, BuildSource> sources = new ConcurrentHashMap<>();

  /**
   * @param services those whose image is built this way
   */
  ImageBuilds(Engine engine, Naming naming, Set<String> services) {
    this.engine = engine;
    this.naming = naming;
    this.services = Set.copyOf(services);
  }

  boolean contains(String service) {
    return services.contains(service);
  }

  private Map<String, Object> build(String service) {
    return Tree.map(naming.stack().definition().service(service), "build");
  }

  private BuildSource source(String service) {
    return sources.computeIfAbsent(service, name -> BuildSource.of(name, build(name)));
  }

  /** Whether it has to be built before it can run. */
  boolean isDue(String service, Optional<Images.Image> image) {
    return contains(service)
        && (image.isEmpty()
            || (isOurs(image.get())
                && !source(service).digest().equals(image.get().labels().get(DIGEST))));
  }

  private static boolean isOurs(Images.Image image) {
    return image.labels().containsKey(DIGEST);
  }

  /** What its image is made from, field by field; nothing when nobody knows that. */
  SortedMap<String, String> inputs(String service, Optional<Images.Image> image) {
    return contains(service) && image.filter(ImageBuilds::isOurs).isPresent()
        ? source(service).inputs()
        : new TreeMap<>();
  }

  /** What keeps the engine from building it. */
  Optional<Problem> problem(String service) {
    return BuildSource.problem(service, build(service));
  }

  /** Images that have to be there before it can be built. */
  List<String> baseImages(String service) {
    try {
      return source(service).baseImages();
    } catch (IOException failure) {
      throw failed(service, new BuildOutput.Failure("", failure.toString(), List.of()));
    }
  }

  /**
   * Builds the image; the one before it keeps its name until that has succeeded.
   *
   * @param cached whether the engine may use what earlier builds left
   * @throws UserError with the step that failed and what it wrote
   */
  void run(String service, boolean cached, Progress progress) throws InterruptedException {
    BuildSource source = source(service);
    progress.report("building " + naming.image(service), 0, 0);
    BuildOutput output = new BuildOutput(progress);
    try (PipedInputStream archive = new PipedInputStream(PIPE_BYTES)) {
      PipedOutputStream sink = new PipedOutputStream(archive);
      Thread.ofVirtual().start(() -> send(source, sink));
      try (output) {
        command(service, source, cached).withTarInputStream(archive).exec(output);
        BuildOutput.Failure failure = output.await();
        if (!failure.complaint().isEmpty()) {
          throw failed(service, failure);
        }
      }
    } catch (IOException failure) {
      throw failed(service, new BuildOutput.Failure("", failure.toString(), List.of()));
    }
  }

  // A file that cannot be read any more ends the archive too early, of which the engine complains.
  private static void send(BuildSource source, PipedOutputStream sink) {
    SortedMap<String, byte[]> more = new TreeMap<>();
    if (!source.inline().isEmpty()) {
      more.put(INLINE, source.inline().getBytes(StandardCharsets.UTF_8));
    }
    try (sink) {
      if (source.inline().isEmpty() && isOutside(source)) {
        more.put(INLINE, java.nio.file.Files.readAllBytes(source.context().dockerfile()));
      }
      source.context().write(sink, more);
    } catch (IOException _) {
      // The engine has said why it wants no more of it.
    }
  }

  private static boolean isOutside(BuildSource source) {
    return !source.context().dockerfile().startsWith(source.context().directory());
  }

  private BuildImageCmd command(String service, BuildSource source, boolean cached) {
    Map<String, Object> build = source.build();
    String file =
        !source.inline().isEmpty() || isOutside(source)
            ? INLINE
            : source.context().directory().relativize(source.context().dockerfile()).toString();
    Set<String> names = new HashSet<>(Tree.texts(build, "tags"));
    names.add(naming.image(service));
    BuildImageCmd command =
        engine
            .client()
            .buildImageCmd()
            .withDockerfilePath(file)
            .withTags(names)
            .withLabels(labels(service, source))
            .withNoCache(!cached || Tree.truth(build, "no_cache"))
            .withPull(Tree.truth(build, "pull"))
            .withRemove(true)
            .withForcerm(true);
    Tree.textMap(build, "args").forEach(command::withBuildArg);
    if (!Tree.text(build, "target").isEmpty()) {
      command.withTarget(Tree.text(build, "target"));
    }
    if (!Tree.text(build, "network").isEmpty()) {
      command.withNetworkMode(Tree.text(build, "network"));
    }
    if (build.get("shm_size") != null) {
      command.withShmsize(Tree.number(build, "shm_size"));
    }
    if (build.get("cache_from") != null) {
      command.withCacheFrom(Set.copyOf(Tree.texts(build, "cache_from")));
    }
    if (build.get("extra_hosts") != null) {
      command.withExtraHosts(hosts(build));
    }
    String platform = Tree.text(naming.stack().definition().service(service), "platform");
    List<String> platforms = Tree.texts(build, "platforms");
    if (!platform.isEmpty() || !platforms.isEmpty()) {
      command.withPlatform(platform.isEmpty() ? platforms.getFirst() : platform);
    }
    return command;
  }

  private static Set<String> hosts(Map<String, Object> build) {
    Set<String> hosts = new HashSet<>();
    Tree.texts(build, "extra_hosts").forEach(host -> hosts.add(host.replaceFirst("=", ":")));
    return hosts;
  }

  private Map<String, String> labels(String service, BuildSource source) {
    Map<String, String> labels = new HashMap<>(Tree.textMap(source.build(), "labels"));
    labels.put(Labels.PROJECT, naming.stack().name());
    labels.put(Labels.SERVICE, service);
    labels.put(Labels.VERSION, Labels.OURS);
    labels.put(Labels.PREFIX + "image.builder", "classic");
    labels.put(DIGEST, source.digest());
    return labels;
  }

  private UserError failed(String service, BuildOutput.Failure failure) {
    StringBuilder why = new StringBuilder(failure.complaint());
    if (!failure.step().isEmpty()) {
      why.insert(0, failure.step() + "\n       ");
    }
    failure.lastLines().forEach(line -> why.append("\n       | ").append(line));
    boolean full = Refusal.isFull(failure.complaint());
    return new UserError(
        full ? ExitCode.ENVIRONMENT : ExitCode.FAILED,
        "the image of " + service + " could not be built",
        source(service).stepsFile(),
        why.toString(),
        full ? Refusal.FREE : "mend that step and run the command again; what runs was left alone");
  }
}
