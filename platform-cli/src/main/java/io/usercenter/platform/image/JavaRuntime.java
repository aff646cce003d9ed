package io.usercenter.platform.image;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java runtime with some modules of a JDK, linked once and kept. */
final class JavaRuntime {

  static final List<String> OPTIONS =
      List.of("--compress=zip-6", "--strip-debug", "--no-header-files", "--no-man-pages");

  private final List<String> modules;
  private final Path jdk;
  private final Path directory;

  /**
   * @param directory where such runtimes are kept
   */
  JavaRuntime(List<String> modules, Path jdk, Path directory) {
    this.modules = List.copyOf(modules);
    this.jdk = jdk;
    this.directory = directory;
  }

  Source source() {
    String version = System.getProperty("java.runtime.version");
    return new Source("openjdk", version, "", "pkg:generic/openjdk@" + version);
  }

  /** Several steps may ask at once; the first one links. */
  synchronized Path obtain(Progress progress) throws InterruptedException {
    Path target = directory.resolve(key());
    if (!Files.isDirectory(target)) {
      progress.report("linking a Java runtime", 0, 0);
      try {
        link(target);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return target;
  }

  private void link(Path target) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path fresh = directory.resolve("new-" + ProcessHandle.current().pid());
    Trees.delete(fresh);
    List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/jlink").toString()));
    command.addAll(OPTIONS);
    command.addAll(
        List.of("--add-modules", String.join(",", modules), "--output", fresh.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new UserError(
            ExitCode.FAILED,
            "no Java runtime could be linked",
            jdk.resolve("bin/jlink").toString(),
            said.strip(),
            "use a whole JDK 25, with jlink");
      }
      if (!Files.isDirectory(target)) {
        Files.move(fresh, target);
      }
    } finally {
      process.destroyForcibly();
      Trees.delete(fresh);
    }
  }

  private String key() {
    String inputs = OPTIONS + " " + modules + " " + System.getProperty("java.runtime.version");
    String vendor = System.getProperty("java.vendor.version", "");
    return Layer.sha256(inputs + " " + vendor).substring(0, 16);
  }
}
