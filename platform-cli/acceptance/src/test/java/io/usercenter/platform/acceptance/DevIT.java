package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.process.Home;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Developing a service of a copied checkout that runs as containers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevIT {

  private Sandbox sandbox;
  private Program platform;
  private Development development;

  @BeforeAll
  void bringUp() throws Exception {
    Docker.orSkip("DevIT");
    sandbox = new Sandbox();
    CheckoutCopy checkout = CheckoutCopy.in(sandbox);
    Path cache = Home.of(System.getenv(), Sandbox.ROOT).cache();
    String offset = Ports.freeOffset();
    platform =
        Program.in(sandbox, checkout.root())
            .with("PLATFORM_CACHE", cache.toString())
            .withOptions("--name", "dev-it", "--port-offset", offset);
    Run.End end = platform.run("up", "gateway", "--runtime", "docker");
    assertThat(end.status()).as("%s", end).isZero();
    development = new Development(platform, checkout, 8887 + Integer.parseInt(offset));
  }

  @AfterAll
  void takeDown() throws Exception {
    if (platform != null) {
      assertThat(platform.run("down", "--volumes", "--yes").status()).isZero();
      sandbox.close();
    }
  }

  @Test
  void aChangeRunsAndAMistakeDoesNot() throws Exception {
    Run run = development.begin();
    development.change();
    Development.assertADebuggerIsLetIn(run);
    development.makeAMistakeAndMendIt(run);
    development.makeACrashAndMendIt(run);

    development.cancel(run);
  }

  @Test
  void whatAKilledSessionLeftIsPutRight() throws Exception {
    Run run = development.begin();
    development.change();

    development.kill(run);
  }
}
