package io.usercenter.platform.image;

import io.usercenter.platform.execute.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One image in the making. What several images need of it is made once, by whoever asks first. */
final class Workpiece {

  /** A change here makes every image anew. */
  private static final String FORMAT = "1";

  private final ImageSpec spec;
  private final @Nullable Workpiece below;
  private final Workshop shop;
  private @Nullable Map<String, Material> materials;
  private @Nullable List<Layer> layers;

  /** Where and from what images are made. */
  record Workshop(Stock stock, Path files, Path scratch) {}

  Workpiece(ImageSpec spec, @Nullable Workpiece below, Workshop shop) {
    this.spec = spec;
    this.below = below;
    this.shop = shop;
  }

  ImageSpec spec() {
    return spec;
  }

  /** Hash of everything that decides what is in the image; fetches what is not there. */
  String inputs(Progress progress) throws IOException, InterruptedException {
    StringBuilder inputs = new StringBuilder(FORMAT).append('\n').append(spec.definition());
    for (Material material : materials(progress).values()) {
      Path root = material.root();
      inputs.append('\n').append(material.name()).append(' ').append(material.sources());
      inputs.append(' ').append(root.subpath(root.getNameCount() - 2, root.getNameCount()));
    }
    for (String file : spec.contents().files().values()) {
      inputs.append('\n').append(Layer.sha256(shop.files().resolve(file)));
    }
    if (below != null) {
      inputs.append('\n').append(below.inputs(progress));
    }
    return Layer.sha256(inputs.toString());
  }

  private synchronized Map<String, Material> materials(Progress progress)
      throws InterruptedException {
    if (materials == null) {
      Map<String, Material> obtained = new TreeMap<>();
      for (String artifact : spec.contents().artifacts()) {
        obtained.put(artifact, shop.stock().obtain(artifact, progress));
      }
      materials = obtained;
    }
    return materials;
  }

  /** From the lowest up; what a training makes is not among them. */
  synchronized List<Layer> layers(Progress progress) throws IOException, InterruptedException {
    if (layers == null) {
      List<Layer> all = new ArrayList<>(below == null ? List.of() : below.layers(progress));
      progress.report("packing", 0, 0);
      LayerTree tree = new LayerTree(spec, materials(progress), shop.files());
      all.add(write(tree.artifacts(), "artifacts"));
      Tree own = tree.own(accounts());
      own.text(Sbom.PATH, new Sbom(spec.name(), inputs(progress), sources(progress)).json());
      all.add(write(own, "own"));
      layers = List.copyOf(all);
    }
    return layers;
  }

  private Layer write(Tree tree, String kind) throws IOException {
    Files.createDirectories(shop.scratch());
    Path tar = shop.scratch().resolve(spec.name() + "-" + kind + ".tar");
    return Layer.write(tree, tar, spec.name() + ", " + kind);
  }

  /** A layer with one file that was made in the image. */
  Layer trained(Path file) throws IOException {
    Tree tree = new Tree();
    String target = spec.training().map(ImageSpec.Training::creates).orElseThrow();
    tree.file(target, file);
    return write(tree, "trained");
  }

  private List<String> accounts() {
    List<String> accounts = new ArrayList<>(below == null ? List.of() : below.accounts());
    accounts.addAll(spec.contents().accounts());
    return accounts;
  }

  /** Of this image and of those below it. */
  private List<Source> sources(Progress progress) throws InterruptedException {
    Set<Source> all = new LinkedHashSet<>(below == null ? List.of() : below.sources(progress));
    materials(progress).values().forEach(material -> all.addAll(material.sources()));
    return List.copyOf(all);
  }

  private String version(Progress progress) throws InterruptedException {
    Optional<String> said = spec.version();
    if (said.isPresent()) {
      return said.get();
    }
    String first = spec.contents().copies().getFirst().artifact();
    Material material = materials(progress).get(first);
    return material == null ? "" : material.sources().getFirst().version();
  }

  ImageConfig config(List<Layer> all, Progress progress) throws IOException, InterruptedException {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(Labels.LOCAL, "true");
    labels.put(Labels.SERVICE, spec.name());
    labels.put(Labels.INPUTS, inputs(progress));
    labels.put(Labels.SBOM, Sbom.PATH);
    labels.put(
        Labels.SOURCES,
        sources(progress).stream().map(Source::toString).collect(Collectors.joining(" ")));
    labels.put(Labels.VERSION, version(progress));
    spec.remark().ifPresent(text -> labels.put(Labels.REMARK, text));
    return new ImageConfig(spec.setup(), labels, all);
  }
}
