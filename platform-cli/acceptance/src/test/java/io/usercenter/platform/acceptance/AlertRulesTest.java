package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.process.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Asks the promtool that comes with our Prometheus about its configuration and alert rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertRulesTest {

  private static final Path PROMETHEUS = Checkout.root().resolve("prometheus");

  private Sandbox sandbox;
  private Path promtool;

  @BeforeAll
  void fetchPromtool() throws Exception {
    sandbox = new Sandbox();
    Path cache = Home.of(System.getenv(), Sandbox.ROOT).cache();
    Run.End end =
        Program.in(sandbox, Checkout.root())
            .with("PLATFORM_CACHE", cache.toString())
            .run("fetch", "prometheus", "--timeout", "20m");
    assertThat(end.status()).as("%s", end).isZero();
    try (Stream<Path> files =
        Files.find(cache.resolve("prometheus"), 6, (file, _) -> named(file))) {
      promtool = files.findFirst().orElseThrow();
    }
  }

  @AfterAll
  void takeDown() throws IOException {
    sandbox.close();
  }

  @Test
  void acceptsTheRulesAndTheConfigurations() throws Exception {
    assertPasses("check", "rules", files("rules"));
    assertPasses("check", "config", List.of(PROMETHEUS.resolve("prometheus.yml")));
    assertPasses("check", "config", List.of(PROMETHEUS.resolve("prometheus-dev.yml")));
  }

  @Test
  void everyAlertFiresAndResolvesAsItsUnitTestSays() throws Exception {
    assertPasses("test", "rules", files("tests"));
  }

  private static boolean named(Path file) {
    return file.endsWith("bin/promtool");
  }

  private static List<Path> files(String directory) throws IOException {
    try (Stream<Path> files = Files.list(PROMETHEUS.resolve(directory))) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  private void assertPasses(String verb, String noun, List<Path> files)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(promtool.toString(), verb, noun));
    files.forEach(file -> words.add(file.toString()));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(files).isNotEmpty();
    assertThat(process.waitFor()).as(output).isZero();
  }
}
