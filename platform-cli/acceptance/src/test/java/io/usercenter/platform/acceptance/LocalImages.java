package io.usercenter.platform.acceptance;

import io.usercenter.platform.process.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program with a stack whose images have names of their own, so that no others are touched. */
record LocalImages(Sandbox sandbox, Program program) implements AutoCloseable {

  private static final List<String> SERVICES =
      List.of(
          "postgres",
          "redis",
          "elasticsearch",
          "prometheus",
          "alertmanager",
          "node-exporter",
          "pg-exporter",
          "redis-exporter",
          "elasticsearch-exporter",
          "rpc",
          "api");

  static LocalImages inANewSandbox() throws IOException {
    Sandbox sandbox = new Sandbox();
    StringBuilder compose = new StringBuilder("name: images-it\nservices:\n");
    SERVICES.forEach(
        name -> compose.append("  %s: {image: \"%s\"}\n".formatted(name, image(name))));
    Path file = sandbox.write("compose.yml", compose.toString());
    Path cache = Home.of(System.getenv(), Sandbox.ROOT).cache();
    Program program = Program.in(sandbox, Checkout.root()).with("PLATFORM_CACHE", cache.toString());
    return new LocalImages(sandbox, program.withOptions("--file", file.toString()));
  }

  /** The user's own: nothing is fetched again for a test. */
  static Path cache() {
    return Home.of(System.getenv(), Sandbox.ROOT).cache();
  }

  static String image(String service) {
    return "platform-it/" + service + ":1";
  }

  static List<String> all() {
    return SERVICES.stream().map(LocalImages::image).toList();
  }

  /** Builds images; fails when that fails. */
  Run.End build(String... names) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("images", "build"));
    words.addAll(List.of(names));
    Run.End end = program.run(words.toArray(String[]::new));
    if (end.status() != 0) {
      throw new AssertionError("images build ended with " + end);
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
  }
}
