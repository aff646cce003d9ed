package io.usercenter.platform.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever point of {@code up} the program is killed at, the next {@code up} converges. */
class KillTest {

  private static final int ROUNDS = 20;
  private static final int KILL_SUPERVISOR_EACH = 3;
  private static final int PREPARE_AGAIN_EACH = 4;

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
  void theNextUpConvergesWhereverTheLastOneWasKilled() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("kill points from -Dseed=" + seed);
    Random random = new Random(seed);
    long begin = System.nanoTime();
    assertThat(quick.program().run("up").status()).isZero();
    long whole = System.nanoTime() - begin;

    for (int round = 1; round <= ROUNDS; round++) {
      if (round % PREPARE_AGAIN_EACH == 0) {
        assertThat(quick.program().run("down", "--volumes", "--yes").status()).isZero();
        assertThat(Processes.of(quick.sandbox().directory())).isEmpty();
      }
      // A new generation is another configuration: `up` has to replace every service.
      Program program = quick.program().with("GENERATION", String.valueOf(round));
      long point = random.nextLong(whole);

      killAt(point, program.start("up"), round % KILL_SUPERVISOR_EACH == 0);
      Run.End next = program.run("up");

      String told = "seed %d, round %d, killed after %d ms".formatted(seed, round, point / 1000000);
      assertThat(next.status()).as("%s: %s", told, next).isZero();
      assertConverged(told, program, round);
    }
  }

  private void killAt(long nanos, Run run, boolean alsoSupervisor) throws Exception {
    run.process().waitFor(nanos, TimeUnit.NANOSECONDS);
    run.kill();
    if (alsoSupervisor) {
      for (Processes.Seen supervisor : Processes.supervisors(quick.sandbox().directory())) {
        Processes.kill(supervisor.pid());
      }
    }
  }

  private void assertConverged(String told, Program program, int generation) throws Exception {
    List<Processes.Seen> processes = quick.processes();
    assertThat(quick.running()).as(told).isEqualTo(QuickStack.SERVICES);
    assertThat(processes)
        .as(told)
        .extracting(process -> process.environment().get("GENERATION"))
        .containsOnly(String.valueOf(generation));
    assertThat(Processes.supervisors(quick.sandbox().directory())).as(told).hasSize(1);
    Status status = program.status();
    assertThat(status.allReady()).as("%s: %s", told, status).isTrue();
    assertThat(status.pids().values())
        .as(told)
        .containsExactlyInAnyOrderElementsOf(processes.stream().map(Processes.Seen::pid).toList());
    Path version = quick.stackDirectory().resolve("state/volumes/quick_data/1/VERSION");
    assertThat(Files.exists(version) ? Files.readString(version) : "1").as(told).isEqualTo("1");
  }
}
