package io.usercenter.platform.docker;

import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.execute.ServiceRuntime;
import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.plan.Desired;
import io.usercenter.platform.plan.Fingerprint;
import io.usercenter.platform.plan.Observed;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Status;
import io.usercenter.platform.stack.Stack;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs services as containers of an engine, under the names and labels that Compose uses. */
public final class DockerRuntime implements ServiceRuntime {

  private final Engine engine;
  private final Stack stack;
  private final Naming naming;
  private final Images images;
  private final Containers containers;
  private final Resources resources;
  private final Halted halted;
  private final Proofs proofs;
  private final Settings settings;
  private final Creation creation;
  private final Acts acts;
  private final Set<String> volumes = new HashSet<>();
  private Snapshot snapshot = new Snapshot(Map.of(), Map.of());
  private boolean observed;

  /**
   * How the runtime is meant to work.
   *
   * @param state directory for what the engine does not remember
   * @param environment variables that configs and secrets may come from
   * @param dispensable services the stack can do without, when their image cannot be had
   * @param offline never ask a registry
   * @param maker of images that cannot be pulled
   * @param built services whose image the engine makes from sources
   */
  public record Settings(
      java.nio.file.Path state,
      Map<String, String> environment,
      Set<String> dispensable,
      boolean offline,
      ImageMaker maker,
      Set<String> built) {

    /** Without anybody who makes images. */
    public Settings(
        java.nio.file.Path state,
        Map<String, String> environment,
        Set<String> dispensable,
        boolean offline) {
      this(state, environment, dispensable, offline, ImageMaker.NONE, Set.of());
    }
  }

  public DockerRuntime(Engine engine, Stack stack, Settings settings) {
    this.engine = engine;
    this.stack = stack;
    this.settings = settings;
    this.naming = new Naming(stack);
    this.images = new Images(engine, settings.maker());
    this.containers = new Containers(engine);
    this.resources = new Resources(engine, naming);
    this.halted = new Halted(settings.state());
    this.proofs = new Proofs(settings.state().resolve("proofs"));
    this.creation = new Creation(engine, naming, images, containers, settings);
    this.acts = new Acts(engine, naming, containers, creation, halted, proofs);
  }

  @Override
  public String kind() {
    return "docker";
  }

  @Override
  public List<String> remarks() {
    return Remarks.of(snapshot.services());
  }

  @Override
  public Map<String, String> absent(Stack whole) {
    Map<String, String> absent = new LinkedHashMap<>();
    for (String service : whole.services().keySet()) {
      if (settings.dispensable().contains(service)
          && undisturbed(() -> images.find(naming.image(service)).isEmpty())
          && snapshot.of(service).isEmpty()) {
        absent.put(
            service, "its image " + naming.image(service) + " is not here (platform images list)");
      }
    }
    return absent;
  }

  @Override
  public Desired describe(Stack whole) {
    return undisturbed(() -> {
      if (!observed) {
        look();
      }
      observed = false;
      Set<String> names = whole.services().keySet();
      Parallel.map(names.stream().map(naming::image).distinct().toList(), images::find);
      Map<String, String> absent = absent(whole);
      Map<String, Fingerprint> fingerprints = new LinkedHashMap<>();
      Set<String> overlapping = new HashSet<>();
      for (String name : names) {
        Optional<Images.Image> image = images.find(naming.image(name));
        fingerprints.put(name, Inputs.of(naming, name, image, creation.builds()));
        image
            .filter(
                it -> Overlap.isPossible(stack.definition().service(name), it, snapshot.of(name)))
            .ifPresent(_ -> overlapping.add(name));
      }
      return new Desired(whole, fingerprints, absent, resources.wanted(), overlapping);
    });
  }

  @Override
  public Observed observe() {
    return undisturbed(() -> {
      Set<String> shared = resources.observed();
      List<Container> found = look();
      Map<String, Status> statuses = statuses(found);
      Map<String, Observed.Actual> services = new LinkedHashMap<>();
      snapshot
          .services()
          .forEach((service, own) ->
              services.put(
                  service,
                  Snapshot.actual(
                      service,
                      stack.service(service).isPresent() ? naming.scale(service) : 0,
                      own,
                      statuses)));
      Map<String, String> leftovers = new LinkedHashMap<>();
      snapshot.leftovers().forEach((name, left) -> leftovers.put(name, left.cause()));
      observed = true;
      return new Observed(services, shared, leftovers);
    });
  }

  private List<Container> look() throws InterruptedException {
    List<Container> found = resources.attached(containers.ofProject(stack.name()));
    snapshot = Snapshot.of(found);
    volumes.addAll(snapshot.anonymousVolumes());
    acts.observed(snapshot);
    return found;
  }

  private Map<String, Status> statuses(List<Container> found) throws InterruptedException {
    Map<String, Status> statuses = new HashMap<>();
    List<Boolean> ready =
        Parallel.map(
            found, each -> each.undecided() && Readiness.isProved(containers, proofs, each.id()));
    for (int index = 0; index < found.size(); index++) {
      Container each = found.get(index);
      statuses.put(each.id(), each.status(halted.contains(each.id()), ready.get(index)));
    }
    return statuses;
  }

  @Override
  public List<ServiceState> states() {
    return undisturbed(() -> {
      List<Container> found = look();
      return new States(containers, snapshot, statuses(found)).all();
    });
  }

  @Override
  public void check(Plan plan) {
    acts.expect(plan);
    undisturbed(() -> {
      new DockerPreflight(engine, naming, images, containers, resources, creation).check(plan);
      return true;
    });
  }

  /** Services whose image the engine builds. */
  public Set<String> built() {
    return settings.built();
  }

  /**
   * Builds the image of a service again; what runs is left alone.
   *
   * @param cached whether the engine may use what earlier builds left
   */
  public void build(String service, boolean cached, Progress progress) throws InterruptedException {
    creation.builds().run(service, cached, progress);
  }

  @Override
  public void create(String resource) throws InterruptedException {
    resources.create(resource);
  }

  @Override
  public void delete(String resource) throws InterruptedException {
    // What is in a volume is deleted by 'down --volumes' alone.
    if (resource.startsWith(Resources.NETWORK)) {
      resources.delete(resource);
    }
  }

  @Override
  public void tidy(String leftover) throws InterruptedException {
    acts.tidy(leftover);
  }

  @Override
  public void prepare(String service, Progress progress) throws InterruptedException {
    acts.prepare(service, progress);
  }

  @Override
  public void start(String service) throws InterruptedException {
    acts.start(service);
  }

  @Override
  public void stop(String service) throws InterruptedException {
    acts.stop(service);
  }

  @Override
  public void remove(String service) throws InterruptedException {
    acts.remove(service);
  }

  @Override
  public void await(String service, Duration limit, Progress progress) throws InterruptedException {
    acts.await(service, limit, progress);
  }

  /** Deletes the volumes of the stack; every service must be removed. */
  public void deleteVolumes() throws InterruptedException {
    for (Map<String, Object> volume : resources.volumes(true)) {
      resources.delete(Resources.VOLUME + Tree.text(volume, "Name"));
    }
    for (String anonymous : volumes) {
      resources.delete(Resources.VOLUME + anonymous);
    }
  }

  /** What its services log. */
  public DockerLogs logs() {
    return new DockerLogs(engine, () -> undisturbed(() -> containers.ofProject(stack.name())));
  }

  private interface Question<T> {
    T ask() throws InterruptedException;
  }

  // Reading commands have no way to be interrupted but this.
  private static <T> T undisturbed(Question<T> question) {
    try {
      return question.ask();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException());
    }
  }

  @Override
  public void close() {
    acts.close();
    engine.close();
  }
}
