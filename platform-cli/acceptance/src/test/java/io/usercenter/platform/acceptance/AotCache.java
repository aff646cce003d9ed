package io.usercenter.platform.acceptance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The AOT cache that the launcher makes after the first command; here it saves half the time. */
final class AotCache {

  private static final int LIMIT_SECONDS = 120;

  private AotCache() {}

  /**
   * JVM options that use the cache of a program, made at the first call.
   *
   * @param java how the JVM is started otherwise
   */
  static synchronized List<String> options(Path jar, List<String> java) {
    Path cache = jar.resolveSibling(jar.getFileName() + ".aot");
    try {
      if (!Files.exists(cache)
          || Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        make(jar, java, cache);
      }
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException("no AOT cache", failure);
    }
    return List.of("-XX:AOTCache=" + cache, "-Xlog:disable", "-Xlog:all=error:stderr");
  }

  private static void make(Path jar, List<String> java, Path cache)
      throws IOException, InterruptedException {
    try (Sandbox sandbox = new Sandbox()) {
      List<String> command = new ArrayList<>(java);
      command.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-cp", jar.toString()));
      command.add("io.usercenter.platform.cli.Training");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(new File("/dev/null"));
      builder.environment().put("PLATFORM_HOME", sandbox.home().toString());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      Process training = builder.start();
      if (!training.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        training.destroyForcibly();
      }
    }
  }
}
