package io.usercenter.platform.image;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.image.EngineImages.Known;
import io.usercenter.platform.image.ImageArchive.Image;
import io.usercenter.platform.image.Workpiece.Workshop;
import io.usercenter.platform.process.Artifacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Makes the images of a stack from local artifacts and gives them to an engine. */
public final class LocalImages implements AutoCloseable {

  private static final String TRAINING = "platform-training:";

  private final ImageFile file;
  private final Map<String, String> references;
  private final EngineImages engine;
  private final Site site;
  private final Map<String, Workpiece> workpieces = new LinkedHashMap<>();
  private final Map<String, Object> busy = new ConcurrentHashMap<>();
  private final Stock stock;

  /** As many at a time as there are processors: making one keeps a processor busy. */
  private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors());

  /**
   * Where images are made.
   *
   * @param files directory of images.yml's own files
   * @param cache for what is computed once
   * @param jdk the JDK that runtimes are linked from
   */
  public record Site(Path files, Path cache, Path jdk) {}

  /** How an image stands. */
  public enum State {
    /** As it would be made now. */
    CURRENT,
    /** There, but what it is made from has changed. */
    CHANGED,
    MISSING,
    /** Not made here; it is left alone. */
    FOREIGN,
    /** It cannot be made. */
    ABSENT
  }

  /**
   * @param references image names by service, as the Compose file pins them
   */
  public LocalImages(
      ImageFile file,
      Artifacts artifacts,
      Map<String, String> references,
      EngineImages engine,
      Site site) {
    this.file = file;
    this.references = Map.copyOf(references);
    this.engine = engine;
    this.site = site;
    Map<String, JavaRuntime> runtimes = new LinkedHashMap<>();
    file.runtimes()
        .forEach((name, modules) ->
            runtimes.put(
                name, new JavaRuntime(modules, site.jdk(), site.cache().resolve("runtimes"))));
    this.stock = new Stock(artifacts, runtimes);
    Workshop shop = new Workshop(stock, site.files(), scratch());
    file.images().keySet().forEach(name -> workpiece(name, shop));
  }

  private Path scratch() {
    return site.cache().resolve("work-" + ProcessHandle.current().pid());
  }

  private Workpiece workpiece(String name, Workshop shop) {
    Workpiece known = workpieces.get(name);
    if (known != null) {
      return known;
    }
    ImageSpec spec = file.images().get(name);
    if (spec == null) {
      throw new IllegalArgumentException(name);
    }
    @Nullable Workpiece below = spec.from().map(from -> workpiece(from, shop)).orElse(null);
    Workpiece made = new Workpiece(spec, below, shop);
    workpieces.put(name, made);
    return made;
  }

  /** The images that can be made, those below others first. */
  public List<String> names() {
    return workpieces.keySet().stream().filter(name -> reference(name).isPresent()).toList();
  }

  /** Services whose image cannot be made, with the reason. */
  public Map<String, String> absent() {
    return file.absent();
  }

  /** The image below this one. */
  public Optional<String> from(String name) {
    return Optional.ofNullable(file.images().get(name)).flatMap(ImageSpec::from);
  }

  /** The name an image gets; empty when the stack has no such service. */
  public Optional<String> reference(String name) {
    return Optional.ofNullable(file.images().get(name))
        .flatMap(ImageSpec::reference)
        .or(() -> Optional.ofNullable(references.get(name)));
  }

  public Optional<Known> known(String name) throws InterruptedException {
    Optional<String> reference = reference(name);
    return reference.isEmpty() ? Optional.empty() : engine.find(reference.get());
  }

  /** Says which images will be asked for, so that what they need is fetched together. */
  public void expect(Collection<String> names) {
    for (String name : names) {
      Optional<String> image = Optional.of(name);
      while (image.isPresent()) {
        ImageSpec spec = workpiece(image.get()).spec();
        stock.expect(spec.contents().artifacts());
        image = spec.from();
      }
      expect(beside(name).keySet());
    }
  }

  private Workpiece workpiece(String name) {
    Workpiece workpiece = workpieces.get(name);
    if (workpiece == null) {
      throw new UserError(
          ExitCode.USAGE,
          "there is no image '" + name + "' to make",
          "compose/images.yml, images",
          file.absent().getOrDefault(name, "it describes " + String.join(", ", names())),
          "name one of these");
    }
    return workpiece;
  }

  /** Fetches what the image is made from when it is not in the cache, in order to compare. */
  public State state(String name, Progress progress) throws InterruptedException {
    Optional<Known> known = known(name);
    if (known.isEmpty()) {
      return State.MISSING;
    }
    if (!known.get().local()) {
      return State.FOREIGN;
    }
    try {
      String inputs = workpiece(name).inputs(progress);
      return known.get().label(Labels.INPUTS).equals(inputs) ? State.CURRENT : State.CHANGED;
    } catch (IOException failure) {
      throw unreadable(name, failure);
    }
  }

  /**
   * Makes an image and gives it to the engine, unless it is there as it would be made.
   *
   * @param anew also when it is
   * @return how it stood before
   */
  public State build(String name, boolean anew, Progress progress) throws InterruptedException {
    synchronized (busy.computeIfAbsent(name, _ -> new Object())) {
      State before = state(name, progress);
      if (before == State.FOREIGN || (before == State.CURRENT && !anew)) {
        return before;
      }
      for (String other : beside(name).keySet()) {
        build(other, false, progress);
      }
      try {
        Optional<Known> replaced = known(name);
        make(workpiece(name), progress);
        if (replaced.isPresent() && !replaced.get().id().equals(id(name))) {
          engine.discard(replaced.get().id());
        }
        return before;
      } catch (IOException failure) {
        throw unreadable(name, failure);
      }
    }
  }

  private String id(String name) throws InterruptedException {
    return known(name).map(Known::id).orElse("");
  }

  /** Images that must be there before this one can be made, besides those below it. */
  public Map<String, Map<String, String>> beside(String name) {
    return workpiece(name).spec().training().map(ImageSpec.Training::beside).orElse(Map.of());
  }

  private void make(Workpiece workpiece, Progress progress)
      throws IOException, InterruptedException {
    String name = workpiece.spec().name();
    String reference =
        reference(name).orElseThrow(() -> new IllegalArgumentException("no name: " + name));
    turns.acquire();
    try {
      List<Layer> layers = new ArrayList<>(workpiece.layers(progress));
      if (workpiece.spec().training().isPresent()) {
        layers.add(workpiece.trained(trained(workpiece, layers, progress)));
      }
      ImageConfig config = workpiece.config(layers, progress);
      ImageArchive archive = new ImageArchive(List.of(new Image(reference, config)));
      engine.load(archive, reference, progress);
    } finally {
      turns.release();
    }
  }

  /** Kept under the hash of its inputs: an image that was deleted is soon made again. */
  private Path trained(Workpiece workpiece, List<Layer> layers, Progress progress)
      throws IOException, InterruptedException {
    String inputs = workpiece.inputs(progress);
    Path kept = site.cache().resolve("trained").resolve(workpiece.spec().name() + "-" + inputs);
    if (Files.exists(kept)) {
      return kept;
    }
    Reference temporary = Reference.of(TRAINING + workpiece.spec().name());
    ImageConfig config = workpiece.config(layers, progress);
    engine.load(new ImageArchive(List.of(new Image(temporary.toString(), config))), "it", progress);
    try {
      progress.report("recording a start", 0, 0);
      Files.createDirectories(kept.resolveSibling(""));
      Path fresh = scratch().resolve(workpiece.spec().name() + ".trained");
      new TrainingRun(
              engine.engine(),
              temporary.toString(),
              workpiece.spec().training().orElseThrow(),
              helpers(workpiece.spec().name()))
          .record(fresh);
      Files.move(fresh, kept, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      engine.untag(temporary);
    }
    return kept;
  }

  private List<TrainingRun.Beside> helpers(String name) {
    List<TrainingRun.Beside> helpers = new ArrayList<>();
    beside(name)
        .forEach((other, environment) ->
            helpers.add(new TrainingRun.Beside(reference(other).orElse(other), environment)));
    return helpers;
  }

  private UserError unreadable(String name, IOException failure) {
    boolean full = String.valueOf(failure.getMessage()).contains("No space left on device");
    Problem problem =
        new Problem(
            "the image '" + name + "' could not be made",
            site.cache().toString(),
            String.valueOf(failure.getMessage()),
            full
                ? "free space there, or move the cache: PLATFORM_CACHE"
                : "see that the directory can be written to, then run the command again");
    return new UserError(full ? ExitCode.ENVIRONMENT : ExitCode.FAILED, List.of(problem), failure);
  }

  @Override
  public void close() {
    try {
      Trees.delete(scratch());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
