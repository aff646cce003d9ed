package io.usercenter.platform.image;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.image.Entry.Owner;
import io.usercenter.platform.image.ImageSpec.Copied;
import io.usercenter.platform.image.ImageSpec.Joined;
import io.usercenter.platform.image.ImageSpec.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Puts the layer of one image together.
 *
 * @param materials every artifact of the image by name
 * @param directory where images.yml keeps its files
 */
record LayerTree(ImageSpec image, Map<String, Material> materials, Path directory) {

  /** What comes from artifacts: large, and the same for a long time. */
  Tree artifacts() throws IOException {
    Tree tree = new Tree();
    for (Copied copied : image.contents().copies()) {
      copy(copied, tree);
    }
    for (Joined joined : image.contents().joined()) {
      join(joined, tree);
    }
    for (Map.Entry<String, String> lean : image.contents().lean().entrySet()) {
      lighten(lean.getKey(), Set.of(lean.getValue().split(" ", -1)), tree);
    }
    for (Map.Entry<String, String> kept : image.contents().kept().entrySet()) {
      reduce(kept.getKey(), List.of(kept.getValue().split("\\s+", -1)), tree);
    }
    return tree;
  }

  /**
   * Everything else.
   *
   * @param accounts of this image and of those below it
   */
  Tree own(List<String> accounts) {
    Tree tree = new Tree();
    image.contents().links().forEach((path, target) -> link(tree, path, target));
    image.contents().directories().forEach((path, text) -> tree.put(path, directory(path, text)));
    image.contents().files().forEach((path, file) -> tree.file(path, directory.resolve(file)));
    new Accounts(accounts).addTo(tree);
    return tree;
  }

  private static void link(Tree tree, String path, String target) {
    if (Paths.MERGED.contains(Paths.of(path))) {
      tree.put(target, new Entry.Directory(Owner.ROOT, 0755));
    }
    tree.put(path, new Entry.Link(target));
  }

  private Entry directory(String path, String text) {
    String[] words = text.split("[: ]", -1);
    try {
      return new Entry.Directory(
          new Owner(Integer.parseInt(words[0]), Integer.parseInt(words[1])),
          Integer.parseInt(words[2], 8));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw wrong("directories." + path, "'" + text + "' is not UID:GID MODE");
    }
  }

  private void copy(Copied copied, Tree tree) throws IOException {
    Path root = root(copied.artifact());
    switch (copied.part()) {
      case Part.Files(String path) ->
          tree.copy(root.resolve(path), copied.target(), wanted(copied));
      case Part.Program(String jar) -> {
        for (Path each : program(root.resolve(jar))) {
          Path relative = root.resolve(jar).resolveSibling("").relativize(each);
          tree.file(Paths.join(copied.target(), relative.toString()), each);
        }
      }
      case Part.Zipped(String zip, String path) -> unzip(one(root, zip), path, copied, tree);
    }
  }

  /** A jar and those of its class path; other versions may lie beside them. */
  static List<Path> program(Path jar) throws IOException {
    List<Path> jars = new ArrayList<>(List.of(jar));
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String path =
          Optional.ofNullable(manifest)
              .map(it -> it.getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
              .orElse("");
      Arrays.stream(path.split(" ", -1))
          .filter(it -> !it.isEmpty())
          .forEach(it -> jars.add(jar.resolveSibling(it)));
    }
    return jars;
  }

  private static void unzip(Path zip, String path, Copied copied, Tree tree) throws IOException {
    try (FileSystem inside = FileSystems.newFileSystem(zip);
        Stream<Path> files = Files.list(inside.getPath(path))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Entry.Bytes content = new Entry.Bytes(Files.readAllBytes(file));
        tree.put(
            Paths.join(copied.target(), file.getFileName().toString()),
            new Entry.Regular(Owner.ROOT, 0644, content));
      }
    }
  }

  private void join(Joined joined, Tree tree) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : matching(root(joined.artifact()), joined.files())) {
      all.writeBytes(Files.readAllBytes(file));
    }
    tree.put(
        joined.target(), new Entry.Regular(Owner.ROOT, 0644, new Entry.Bytes(all.toByteArray())));
  }

  private void lighten(String path, Set<String> dropped, Tree tree) throws IOException {
    Entry entry = tree.entries().get(Paths.merged(path));
    if (entry instanceof Entry.Regular file && file.content() instanceof Entry.Copy copy) {
      Entry.Bytes lean = new Entry.Bytes(new LeanModule(copy.file(), dropped).bytes());
      tree.put(path, new Entry.Regular(file.owner(), file.mode(), lean));
    } else {
      throw wrong("without_requires", "there is no file " + path);
    }
  }

  private void reduce(String jars, List<String> globs, Tree tree) throws IOException {
    PathMatcher matcher = matcher(jars);
    List<String> found =
        tree.entries().keySet().stream()
            .filter(path -> matcher.matches(Path.of("/" + path)))
            .toList();
    if (found.isEmpty()) {
      throw wrong("kept_of", "there is no file " + jars);
    }
    for (String path : found) {
      if (tree.entries().get(path) instanceof Entry.Regular file
          && file.content() instanceof Entry.Copy copy) {
        Entry.Bytes reduced = new Entry.Bytes(new ReducedJar(copy.file(), globs).bytes());
        tree.put(path, new Entry.Regular(file.owner(), file.mode(), reduced));
      }
    }
  }

  private Path one(Path root, String glob) throws IOException {
    List<Path> found = matching(root, glob);
    if (found.isEmpty()) {
      throw wrong("copy", "'" + glob + "' is not in the artifact");
    }
    return found.getLast();
  }

  private static List<Path> matching(Path root, String glob) throws IOException {
    PathMatcher matcher = matcher(glob);
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(it -> matcher.matches(root.relativize(it))).sorted().toList();
    }
  }

  private static Predicate<Path> wanted(Copied copied) {
    List<PathMatcher> only = copied.only().stream().map(LayerTree::matcher).toList();
    List<PathMatcher> except = copied.except().stream().map(LayerTree::matcher).toList();
    return path ->
        (only.isEmpty() || only.stream().anyMatch(it -> it.matches(path)))
            && except.stream().noneMatch(it -> it.matches(path));
  }

  private static PathMatcher matcher(String glob) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob);
  }

  private Path root(String artifact) {
    Material material = materials.get(artifact);
    if (material == null) {
      throw new IllegalArgumentException("not obtained: " + artifact);
    }
    return material.root();
  }

  private UserError wrong(String key, String why) {
    return new UserError(
        ExitCode.CONFIGURATION,
        "the image '" + image.name() + "' cannot be put together",
        "compose/images.yml, images." + image.name() + "." + key,
        why,
        "correct it");
  }
}
