package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The launcher script around the program, in a checkout where everything is built. */
class LauncherTest {

  private QuickStack quick;

  @BeforeEach
  void create() throws IOException {
    quick = new QuickStack();
  }

  @AfterEach
  void destroy() throws IOException {
    quick.close();
  }

  @Test
  void runsTheWholeLifeOfAStack() throws Exception {
    Program launcher = launcher();

    Run.End version = launcher.run("version");
    Run.End up = launcher.run("up");
    Run.End status = launcher.run("status");
    Run.End down = launcher.run("down", "--volumes", "--yes");

    assertThat(version.out()).startsWith("platform ");
    assertThat(up.status()).as("%s", up).isZero();
    assertThat(up.out()).contains("quick is up: 5 services");
    assertThat(status.status()).isZero();
    assertThat(status.out()).contains("worker");
    assertThat(down.status()).as("%s", down).isZero();
    assertThat(Processes.of(quick.sandbox().directory())).isEmpty();
  }

  /** The real one would build a checkout that Maven is just building. */
  private Program launcher() throws IOException {
    Path root = quick.repository();
    Path script = root.resolve("platform");
    Files.copy(Checkout.root().resolve("platform"), script);
    Files.createDirectories(root.resolve("platform-cli/picocli"));
    Files.createDirectories(root.resolve("target"));
    Files.createSymbolicLink(root.resolve("platform-cli/target"), Checkout.target());
    for (String pom : List.of("pom.xml", "platform-cli/picocli/pom.xml")) {
      Files.createFile(root.resolve(pom));
    }
    Files.createFile(root.resolve("target/platform-built"));
    return new Program(
        List.of(script.toString()),
        // Where it cannot be made there is no AOT cache, and nobody trains one behind our back.
        quick.program().with("XDG_CACHE_HOME", "/dev/null").environment(),
        List.of(),
        quick.sandbox().directory());
  }
}
