package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.process.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Developing a service of a copied checkout that runs as processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevTest {

  private Sandbox sandbox;
  private Program platform;
  private Development development;

  @BeforeAll
  void bringUp() throws Exception {
    sandbox = new Sandbox();
    CheckoutCopy checkout = CheckoutCopy.in(sandbox);
    Path cache = Home.of(System.getenv(), Sandbox.ROOT).cache();
    platform =
        Program.in(sandbox, checkout.root())
            .with("PLATFORM_CACHE", cache.toString())
            .withOptions("--name", "dev", "--port-offset", Ports.freeOffset());
    Run.End end = platform.run("up", "api");
    assertThat(end.status()).as("%s", end).isZero();
    development = new Development(platform, checkout, status().port("api", 8888));
  }

  @AfterAll
  void takeDown() throws IOException {
    sandbox.close();
  }

  /** Of a stack in part, which is no success: the program's status says so. */
  private Status status() throws IOException, InterruptedException {
    return new Status(platform.run("status", "--json").json());
  }

  @Test
  void aChangeRunsAndAMistakeDoesNot() throws Exception {
    long built = status().pid("api");
    long neighbour = status().pid("rpc");

    Run run = development.begin();
    development.change();
    Development.assertADebuggerIsLetIn(run);
    development.makeAMistakeAndMendIt(run);
    development.makeACrashAndMendIt(run);

    assertThat(status().pid("api")).isNotEqualTo(built);
    assertThat(status().pid("rpc")).isEqualTo(neighbour);
    development.cancel(run);
    assertThat(status().dataDirectory().resolve("development/api")).doesNotExist();
  }

  @Test
  void whatAKilledSessionLeftIsPutRight() throws Exception {
    Run run = development.begin();
    development.change();

    development.kill(run);
  }

  @Test
  void twoServicesAreDevelopedAtOnceAndKeptAsTheyAre() throws Exception {
    long built = status().pid("rpc");

    Run run = development.begin("api", "rpc", "--keep");
    long developed = status().pid("rpc");
    development.change();

    assertThat(developed).isNotEqualTo(built);
    assertThat(status().pid("rpc")).isEqualTo(developed);
    development.cancelKeeping(run);
  }

  /** The archive of them is made beside the first start. */
  @Test
  void laterStartsBeginFromTheClassesOfTheLibraries() throws Exception {
    Run run = development.begin();
    Path archive = status().dataDirectory().resolve("development/api/libraries.jsa");
    Poll.until(Duration.ofSeconds(60), () -> Files.exists(archive), made -> made);

    development.change();

    Path maps = Path.of("/proc", String.valueOf(status().pid("api")), "maps");
    assertThat(Files.readString(maps)).contains(archive.toString());
    development.cancel(run);
  }

  @Test
  void namesTheServicesThatHaveSources() throws Exception {
    Run.End end = platform.run("dev", "redis");

    assertThat(end.status()).isEqualTo(5);
    assertThat(end.err()).contains("redis has no sources here").contains("api, rpc");
  }

  @Test
  void aProductionStackIsRefused() throws Exception {
    Run.End end = platform.run("dev", "api", "--env", "prod");

    assertThat(end.status()).isEqualTo(10);
    assertThat(end.err()).contains("is a production stack");
  }
}
