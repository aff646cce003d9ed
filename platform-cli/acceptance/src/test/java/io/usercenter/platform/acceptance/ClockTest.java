package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wall clock of the program and its supervisor jumps while they run. */
class ClockTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private QuickStack quick;
  private Path jump;
  private Path library;

  @BeforeEach
  void create() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "needs a C compiler");
    quick = new QuickStack();
    jump = quick.sandbox().directory().resolve("jump");
    library = quick.sandbox().directory().resolve("clock.so");
    Path source = Path.of(ClockTest.class.getResource("/clock/clock.c").toURI());
    Process compiler =
        new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).isZero();
  }

  @AfterEach
  void destroy() throws IOException {
    if (quick != null) {
      quick.close();
    }
  }

  @Test
  void aJumpNeitherLosesNorRestartsAnything() throws Exception {
    quick.program().run("up");
    Status before = quick.program().status();
    replaceSupervisor();
    Poll.until(LIMIT, quick.program()::status, Status::allReady);

    Files.createFile(jump);
    Processes.kill(before.pid("api"));

    Status after =
        Poll.until(
            LIMIT,
            jumping()::status,
            status -> status.service("api").number("restarts") == 1 && status.allReady());
    assertThat(Instant.parse(after.service("api").text("since")))
        .as("the supervisor sees the jump")
        .isAfter(Instant.now().plus(Duration.ofDays(3000)));
    Map<String, Long> expected = new TreeMap<>(before.pids());
    expected.put("api", after.pid("api"));
    assertThat(after.pids()).isEqualTo(expected);
    assertThat(jumping().run("up").out()).startsWith("nothing to do");

    Files.delete(jump);
    assertThat(jumping().run("up").out()).startsWith("nothing to do");
    assertThat(quick.program().status().pids()).isEqualTo(expected);
  }

  private Program jumping() {
    return quick
        .program()
        .with("LD_PRELOAD", library.toString())
        .with("CLOCK_JUMP", jump.toString());
  }

  /** Starts the same supervisor again, with a clock that can jump. */
  private void replaceSupervisor() throws Exception {
    Processes.Seen supervisor = Processes.supervisors(quick.sandbox().directory()).getFirst();
    Processes.kill(supervisor.pid());
    List<String> command = new ArrayList<>();
    if (Sandbox.ROOT) {
      command.addAll(
          List.of("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--"));
    }
    command.addAll(List.of(supervisor.command().strip().split(" ")));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(new File("/dev/null"));
    builder.environment().clear();
    builder.environment().putAll(supervisor.environment());
    builder.environment().put("LD_PRELOAD", library.toString());
    builder.environment().put("CLOCK_JUMP", jump.toString());
    Process started = builder.start();
    // From then on it holds the stack: the program starts no other one.
    Poll.until(
        LIMIT,
        () -> Files.readString(quick.stackDirectory().resolve("state/supervisor.log")),
        log -> log.contains("started, pid " + started.pid()));
  }
}
