package io.usercenter.platform.cli;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.image.Bundle;
import io.usercenter.platform.image.BundleContents;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Bundles of this checkout. */
final class LocalBundles implements Bundles {

  /** What runs the stack, apart from what is built. */
  private static final List<String> CONFIGURATION =
      List.of(
          "compose", "prometheus", "grafana/dashboards", "grafana/provisioning", "pigsty", "docs");

  private static final String TRACES = "jaeger/config.yaml";

  private static final List<String> BUILT =
      List.of(
          "platform-cli",
          "elasticsearch/kit",
          "elasticsearch/log-shipper",
          "grafana/viewer",
          "jaeger/collector",
          "user-center-service/rpc",
          "user-center-service/api");

  private static final List<String> PRODUCTS = List.of("target/lib", "target/plugin", "etc");

  private final LocalImaging imaging;
  private final Path repository;
  private final Path cache;

  LocalBundles(LocalImaging imaging) {
    this.imaging = imaging;
    this.repository = imaging.repository();
    this.cache = imaging.workspace().home().cache();
  }

  @Override
  public void create(StackOptions options, Parts parts, Path output, Consumer<String> told)
      throws InterruptedException {
    Path part = output.resolveSibling(output.getFileName() + ".part");
    try {
      try (OutputStream file = Files.newOutputStream(part);
          Bundle bundle = new Bundle(file)) {
        told.accept("packing the program and its configuration");
        addProgram(bundle);
        if (parts.artifacts()) {
          told.accept("packing what the native runtime starts");
          for (Path shelf : imaging.fetched(options)) {
            Path name = cache.relativize(shelf);
            bundle.directory(Bundle.CACHE + "/" + name, shelf, _ -> true);
          }
        }
        if (parts.images()) {
          told.accept("packing the images");
          addImages(options, bundle, part);
        }
      }
      Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw failed("the bundle could not be written", output, failure);
    } finally {
      delete(part);
    }
  }

  private void addProgram(Bundle bundle) throws IOException {
    bundle.file(Bundle.PLATFORM + "/platform", repository.resolve("platform"));
    for (String directory : CONFIGURATION) {
      bundle.directory(inside(directory), repository.resolve(directory), _ -> true);
    }
    bundle.file(inside(TRACES), repository.resolve(TRACES));
    for (String module : BUILT) {
      Path root = repository.resolve(module);
      for (String product : PRODUCTS) {
        if (Files.isDirectory(root.resolve(product))) {
          bundle.directory(inside(module + "/" + product), root.resolve(product), _ -> true);
        }
      }
      try (Stream<Path> files = Files.list(root.resolve("target"))) {
        for (Path jar : files.filter(LocalBundles::isProduct).sorted().toList()) {
          bundle.file(inside(module + "/target/" + jar.getFileName()), jar);
        }
      }
    }
  }

  private static boolean isProduct(Path file) {
    return file.toString().endsWith(".jar")
        && !file.toString().matches(".*-(sources|javadoc|tests)\\.jar");
  }

  private static String inside(String path) {
    return Bundle.PLATFORM + "/" + path;
  }

  private void addImages(StackOptions options, Bundle bundle, Path part)
      throws IOException, InterruptedException {
    Path images = part.resolveSibling(part.getFileName() + ".images");
    try (StackImages open = imaging.images(options)) {
      List<String> references = new ArrayList<>();
      for (String name : open.local().names()) {
        String reference = open.local().reference(name).orElse(name);
        if (open.engine().find(reference).isEmpty()) {
          throw new UserError(
              ExitCode.NOT_RUNNING,
              "the engine has no image '" + reference + "'",
              "image " + name,
              "a bundle brings every image of the stack",
              "platform images build, or leave them out: --no-images");
        }
        references.add(reference);
      }
      try (OutputStream file = Files.newOutputStream(images)) {
        open.engine().save(references, file);
      }
      bundle.file(Bundle.IMAGES, images);
    } finally {
      Files.deleteIfExists(images);
    }
  }

  @Override
  public void install(Path file, Path target, Parts parts, Consumer<String> told)
      throws InterruptedException {
    requireEmpty(target);
    Path scratch =
        target.toAbsolutePath().normalize().resolveSibling(target.getFileName() + ".part");
    try (InputStream input = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      deleteTree(scratch);
      told.accept("verifying the bundle");
      BundleContents contents = BundleContents.unpack(input, scratch, file.toString());
      Path images = contents.part(Bundle.IMAGES);
      if (parts.images() && Files.exists(images)) {
        told.accept("giving the engine the images");
        imaging.loadImages(images);
      }
      told.accept("filling the cache");
      fillCache(contents.part(Bundle.CACHE));
      Files.deleteIfExists(target);
      Files.move(contents.part(Bundle.PLATFORM), target);
    } catch (IOException failure) {
      throw failed("the bundle could not be installed", file, failure);
    } finally {
      deleteTree(scratch);
    }
  }

  /** What is there already is the same: directories are named after what is in them. */
  private void fillCache(Path from) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    for (Path artifact : list(from)) {
      Path name = cache.resolve(artifact.getFileName().toString());
      Files.createDirectories(name);
      for (Path shelf : list(artifact)) {
        Path target = name.resolve(shelf.getFileName().toString());
        if (!Files.exists(target)) {
          moveTree(shelf, target);
        }
      }
    }
  }

  /** The cache may be on another file system. */
  private static void moveTree(Path from, Path target) throws IOException {
    Path fresh = target.resolveSibling("new-" + ProcessHandle.current().pid());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = fresh.resolve(from.relativize(file).toString());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      }
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void requireEmpty(Path target) {
    try {
      if (Files.exists(target) && (!Files.isDirectory(target) || !list(target).isEmpty())) {
        throw new UserError(
            ExitCode.CONFLICT,
            "there is something at the place of the program",
            target.toString(),
            "what is there is never overwritten",
            "name another directory: --to DIRECTORY");
      }
    } catch (IOException failure) {
      throw failed("the directory cannot be read", target, failure);
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw failed("what was begun could not be deleted", file, failure);
    }
  }

  private static void deleteTree(Path directory) {
    try {
      if (Files.isDirectory(directory)) {
        try (Stream<Path> files = Files.walk(directory)) {
          files.sorted(Comparator.reverseOrder()).forEach(LocalBundles::delete);
        }
      }
    } catch (IOException failure) {
      throw failed("what was begun could not be deleted", directory, failure);
    }
  }

  private static UserError failed(String what, Path where, IOException failure) {
    return new UserError(
        ExitCode.FAILED,
        what,
        where.toString(),
        String.valueOf(failure.getMessage()),
        "mend that and run the command again");
  }
}
