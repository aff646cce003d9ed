package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.process.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The platform's viewer over a real Prometheus, looked at with a real browser. */
class ViewerTest {

  private static final Path GRAFANA = Checkout.root().resolve("grafana");
  private static final Path WEB = GRAFANA.resolve("viewer/web");
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private Sandbox sandbox;
  private Program platform;

  @BeforeEach
  void start() throws Exception {
    sandbox = new Sandbox();
    Path cache = Home.of(System.getenv(), Sandbox.ROOT).cache();
    platform =
        Program.in(sandbox, Checkout.root())
            .with("PLATFORM_CACHE", cache.toString())
            .withOptions("--name", "viewer-test", "--port-offset", Ports.freeOffset());
  }

  @AfterEach
  void takeDown() throws Exception {
    platform.run("down", "--volumes", "--yes");
    sandbox.close();
  }

  @Test
  void showsDashboardsToABrowser() throws Exception {
    requireBrowser();
    Program withSamples =
        platform.withOptions(
            "-f", Checkout.root().resolve("compose/docker-compose.yml").toString(),
            "-f", Checkout.root().resolve("compose/docker-compose-dev.yml").toString(),
            "-f",
                sandbox
                    .write(
                        "samples.yml",
                        "services:\n  grafana:\n    volumes: ['"
                            + dashboards()
                            + ":/var/lib/grafana/dashboards:ro']\n")
                    .toString());

    Run.End up = withSamples.run("up", "grafana", "alertmanager", "elasticsearch", "node-exporter");
    assertThat(up.status()).as("%s", up).isZero();
    Status status = new Status(withSamples.run("status", "--json").json());

    assertThat(browser(status.port("grafana", 3000))).endsWith("ended with 0");
  }

  /** The real ones and samples of each feature and fault. */
  private Path dashboards() throws IOException {
    Path directory = sandbox.directory().resolve("dashboards");
    copy(GRAFANA.resolve("dashboards"), directory);
    copy(GRAFANA.resolve("viewer/src/test/resources/dashboards"), directory);
    return directory;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    }
  }

  private String browser(int port) throws IOException, InterruptedException {
    Path output = sandbox.directory().resolve("browser.log");
    Process process =
        new ProcessBuilder(
                "node",
                WEB.resolve("test/browser.mjs").toString(),
                "http://127.0.0.1:" + port,
                "admin")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    return said + "ended with " + (ended ? process.exitValue() : "nothing after " + LIMIT);
  }

  private static void requireBrowser() {
    boolean chromium =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .anyMatch(name -> Files.isExecutable(Path.of("/usr/bin", name)));
    boolean packages = Files.isDirectory(WEB.resolve("node_modules/puppeteer-core"));
    for (String missing :
        List.of(chromium ? "" : "Chromium", packages ? "" : "grafana/viewer/web/node_modules")) {
      if (!missing.isEmpty()) {
        System.err.println("VIEWER NOT LOOKED AT WITH A BROWSER: there is no " + missing);
      }
    }
    Assumptions.assumeTrue(chromium && packages, "a browser and its driver are missing");
  }
}
