package io.usercenter.platform.image;

import io.usercenter.platform.execute.Progress;
import io.usercenter.platform.process.Artifacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Everything images are made from: fetched packages, what was built here, Java runtimes. */
final class Stock {

  private final Artifacts artifacts;
  private final Map<String, JavaRuntime> runtimes;

  Stock(Artifacts artifacts, Map<String, JavaRuntime> runtimes) {
    this.artifacts = artifacts;
    this.runtimes = runtimes;
  }

  /** Says which ones will be asked for, so that they are fetched together. */
  void expect(Collection<String> names) {
    artifacts.expect(names.stream().filter(name -> !runtimes.containsKey(name)).toList());
  }

  Material obtain(String name, Progress progress) throws InterruptedException {
    JavaRuntime runtime = runtimes.get(name);
    if (runtime != null) {
      return new Material(name, runtime.obtain(progress), List.of(runtime.source()));
    }
    artifacts.obtain(name, progress);
    Path root = artifacts.root(name);
    try {
      return new Material(name, root, sources(root));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What the cache wrote down when it fetched them, or the jars of what was built here. */
  private static List<Source> sources(Path root) throws IOException {
    Path locked = root.resolveSibling("sources.lock");
    if (Files.exists(locked)) {
      return Files.readAllLines(locked).stream().map(Source::locked).toList();
    }
    List<Source> jars = new ArrayList<>();
    for (Path jar : jars(root)) {
      jars.add(Source.jar(jar.getFileName().toString(), Layer.sha256(jar)));
    }
    return jars;
  }

  /** Those that are run, not those that only lie beside them. */
  private static Set<Path> jars(Path root) throws IOException {
    Set<Path> jars = new TreeSet<>();
    try (Stream<Path> files = Files.list(root.resolve("target"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".jar")).toList()) {
        jars.addAll(LayerTree.program(file));
      }
    }
    return jars;
  }
}
