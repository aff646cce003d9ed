package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing here needs root: where the tests run as root, they step down. */
class OrdinaryUserTest {

  private static final String USER = "nobody";

  private QuickStack quick;

  @BeforeEach
  void create() throws IOException {
    Assumptions.assumeTrue(Sandbox.ROOT, "every other test already runs without root");
    quick = new QuickStack();
  }

  @AfterEach
  void destroy() throws IOException {
    if (quick != null) {
      quick.close();
    }
  }

  @Test
  void bringsAStackUpAndTakesItDown() throws Exception {
    Program program = asUser();

    Run.End up = program.run("up");
    List<Processes.Seen> processes = Processes.marked(quick.sandbox().directory());
    Status status = program.status();
    Run.End down = program.run("down", "--volumes", "--yes");

    assertThat(up.status()).as("%s", up).isZero();
    assertThat(status.allReady()).isTrue();
    assertThat(processes).hasSize(QuickStack.SERVICES.size());
    assertThat(down.status()).as("%s", down).isZero();
    assertThat(Processes.of(quick.sandbox().directory())).isEmpty();
  }

  @Test
  void keepsItsDataWhereTheUserOwnsIt() throws Exception {
    Program program = asUser();

    program.run("up");
    Path directory = program.status().dataDirectory();
    program.run("down");

    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.toList())
          .allSatisfy(file -> assertThat(Files.getOwner(file).getName()).isEqualTo(USER));
    }
  }

  /** Its home is a directory of its own, and the variables that choose places are not set. */
  private Program asUser() throws IOException {
    Path home = Files.createDirectory(quick.sandbox().directory().resolve("user"));
    Files.setOwner(
        home, home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
    Path jar = readableCopy();
    return Program.of(jar, quick.sandbox(), quick.repository())
        .with("HOME", home.toString())
        .with("PLATFORM_HOME", "")
        .with("PLATFORM_CACHE", "")
        .with("XDG_DATA_HOME", "")
        .startedBy(
            List.of("setpriv", "--reuid", USER, "--regid", "nogroup", "--clear-groups", "--"));
  }

  /** The checkout may lie where only root can read. */
  private Path readableCopy() throws IOException {
    Path copy = quick.sandbox().directory().resolve("target");
    Path jar = Checkout.jar();
    List<Path> files = new ArrayList<>(List.of(jar));
    try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
      libraries.forEach(files::add);
    }
    for (Path file : files) {
      Path target = copy.resolve(jar.resolveSibling("").relativize(file).toString());
      Files.createDirectories(target.resolveSibling(""));
      Files.copy(file, target);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
    }
    return copy.resolve(jar.getFileName().toString());
  }
}
