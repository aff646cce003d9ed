package io.usercenter.platform.docker;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.plan.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Creates the containers of services, beside those that run. */
final class Creation {

  /** Within this an engine has created a container that another one shares something with. */
  private static final int CREATED_SECONDS = 120;

  /** Within this an engine has carried out what a killed command asked for. */
  private static final int ABANDONED_SECONDS = 10;

  private static final int CONFLICT = 409;

  private static final Images.Image NO_IMAGE = new Images.Image("", List.of(), Map.of(), Set.of());

  private final Engine engine;
  private final Naming naming;
  private final Images images;
  private final Containers containers;
  private final DockerRuntime.Settings settings;
  private final ImageBuilds builds;
  private final Map<String, CompletableFuture<String>> expected = new ConcurrentHashMap<>();
  private final Set<String> beside = ConcurrentHashMap.newKeySet();
  private Snapshot snapshot = new Snapshot(Map.of(), Map.of());

  Creation(
      Engine engine,
      Naming naming,
      Images images,
      Containers containers,
      DockerRuntime.Settings settings) {
    this.engine = engine;
    this.naming = naming;
    this.images = images;
    this.containers = containers;
    this.settings = settings;
    this.builds = new ImageBuilds(engine, naming, settings.built());
  }

  /** Who is asked for the images of services that are built. */
  ImageBuilds builds() {
    return builds;
  }

  void observed(Snapshot found) {
    snapshot = found;
  }

  /** Containers of these services will be created; others may have to wait for that. */
  void expect(Set<String> services) {
    services.forEach(service -> expected.put(service, new CompletableFuture<>()));
  }

  /** The new containers of this service will run beside those they replace. */
  void beside(String service) {
    beside.add(service);
  }

  /** The body that the service's first container would be created with, to see what is wrong. */
  ContainerSpec rehearse(String service) {
    return spec(service, 1, Map.of(), NO_IMAGE, _ -> "");
  }

  Replacement create(String service, Progress progress) throws InterruptedException {
    CompletableFuture<String> mine =
        expected.computeIfAbsent(service, _ -> new CompletableFuture<>());
    try {
      Images.Image image = image(service, progress);
      Fingerprint fingerprint = Inputs.of(naming, service, Optional.of(image), builds);
      Replacement replacement = create(service, image, fingerprint);
      mine.complete(replacement.fresh().isEmpty() ? "" : replacement.fresh().getFirst());
      return replacement;
    } catch (Refusal refusal) {
      UserError error = refused(service, refusal);
      mine.completeExceptionally(error);
      throw error;
    } catch (RuntimeException failure) {
      mine.completeExceptionally(failure);
      throw failure;
    }
  }

  private Replacement create(String service, Images.Image image, Fingerprint fingerprint)
      throws InterruptedException {
    List<String> fresh = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Container> former = new ArrayList<>(snapshot.of(service));
    for (int number = 1; number <= naming.scale(service); number++) {
      String name = naming.container(service, number);
      Optional<Container> before = numbered(former, number);
      // Its own container serves as well when only its process is to begin anew.
      if (before.isPresent() && same(before.get(), fingerprint) && !beside.contains(service)) {
        former.remove(before.get());
        fresh.add(before.get().id());
      } else {
        Map<String, String> kept = before.map(Container::anonymousVolumes).orElse(Map.of());
        ContainerSpec spec = spec(service, number, kept, image, this::container);
        String own =
            before
                .or(() -> named(service, name))
                .map(it -> it.id().substring(0, 12) + "_" + name)
                .orElse(name);
        fresh.add(created(service, own, spec));
      }
      names.add(name);
    }
    return new Replacement(fresh, names, former, beside.contains(service));
  }

  /**
   * A command that was killed may have asked for the same just before; the engine carries that out
   * even so, after everything was looked at.
   */
  private String created(String service, String name, ContainerSpec spec)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ABANDONED_SECONDS);
    while (true) {
      try {
        return containers.create(name, platform(service), spec);
      } catch (Refusal refusal) {
        boolean late = System.nanoTime() - end > 0;
        if (refusal.status() != CONFLICT || late || !cleared(service, name)) {
          throw refusal;
        }
      }
    }
  }

  /** Whether the name is free now, or will be: only what nobody started is taken away for it. */
  private boolean cleared(String service, String name) throws InterruptedException {
    Optional<Container> holder =
        containers.all().stream().filter(each -> each.name().equals(name)).findFirst();
    if (holder.isEmpty()) {
      // Promised to a container that is being created.
      Thread.sleep(100);
      return true;
    }
    Container other = holder.get();
    boolean ours = other.project().equals(naming.stack().name()) && other.service().equals(service);
    if (!ours || !other.untouched()) {
      return false;
    }
    containers.remove(other.id());
    return true;
  }

  private static boolean same(Container before, Fingerprint fingerprint) {
    return before.lost().isEmpty() && before.fingerprint().filter(fingerprint::equals).isPresent();
  }

  // Its labels may say another number.
  private Optional<Container> named(String service, String name) {
    return snapshot.of(service).stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private static Optional<Container> numbered(List<Container> containers, int number) {
    return containers.stream().filter(each -> each.number() == number).findFirst();
  }

  private ContainerSpec spec(
      String service,
      int number,
      Map<String, String> kept,
      Images.Image image,
      java.util.function.Function<String, String> lookup) {
    Fingerprint fingerprint = Inputs.of(naming, service, Optional.of(image), builds);
    Map<String, Object> labels =
        Labels.ofContainer(naming.stack(), service, number, Hashes.write(fingerprint), image.id());
    return ContainerSpec.of(
        naming,
        service,
        number,
        labels,
        new ContainerSpec.Context(
            engine.version(), lookup, new TreeMap<>(kept), settings.environment()));
  }

  private String platform(String service) {
    return Tree.text(naming.stack().definition().service(service), "platform");
  }

  /** Id of the first container of a service, or a container that is no service as it is. */
  private String container(String name) {
    CompletableFuture<String> coming = expected.get(name);
    try {
      if (coming != null) {
        return coming.get(CREATED_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw shared(name, "it was cancelled");
    } catch (ExecutionException failure) {
      throw shared(name, String.valueOf(failure.getMessage()));
    } catch (TimeoutException late) {
      throw shared(name, "that took longer than " + CREATED_SECONDS + " s");
    }
    List<Container> own = snapshot.of(name);
    return own.isEmpty() ? name : own.getFirst().id();
  }

  private static UserError shared(String name, String why) {
    return new UserError(
        ExitCode.FAILED,
        "a container that shares something with " + name + " cannot be created",
        "services." + name,
        name + " itself was not created: " + why,
        "mend that first");
  }

  /** The image as the service's pull_policy wants it. */
  private Images.Image image(String service, Progress progress) throws InterruptedException {
    String name = naming.image(service);
    Map<String, ?> fields = naming.stack().definition().service(service);
    String policy = Tree.text(fields, "pull_policy");
    boolean built = fields.get("build") != null;
    Optional<Images.Image> here = images.find(name);
    if (builds.isDue(service, here)) {
      builds.run(service, true, progress);
      here = images.findAnew(name);
    }
    boolean never = settings.offline() || policy.equals("never") || policy.equals("build");
    if (!never && !built && (here.isEmpty() || policy.equals("always"))) {
      here = pulledOrMade(service, name, progress);
    } else if (here.isEmpty() && images.maker().make(service, progress)) {
      here = images.findAnew(name);
    }
    String why =
        built
            ? "it is built from source, and was not yet"
            : settings.offline()
                ? "it is not here, and --offline forbids to pull it"
                : "it is not here, and pull_policy forbids to pull it";
    return here.orElseThrow(() -> Images.unobtainable(name, why));
  }

  private Optional<Images.Image> pulledOrMade(String service, String name, Progress progress)
      throws InterruptedException {
    try {
      images.pull(name, progress);
      return images.find(name);
    } catch (UserError unobtainable) {
      if (!images.maker().make(service, progress)) {
        throw unobtainable;
      }
      return images.findAnew(name);
    }
  }

  private static UserError refused(String service, Refusal refusal) {
    return refusal.ofService(service, "the engine refuses to create a container of " + service);
  }
}
