package io.usercenter.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.cli.console.Terminal;
import io.usercenter.platform.plan.Observed.Actual;
import io.usercenter.platform.plan.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest {

  private static final Terminal KEYBOARD = new Terminal(true, false, false, false, true);

  @Test
  void upEndsWithASummaryOfWhatRunsAndWhere() {
    var run = ProgramFixtures.run(MemoryWorld.quick(), "up");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("shop is up: 3 services in ")
        .contains("critical chain: ")
        .contains("Shop   http://127.0.0.1:18080/")
        .contains("user admin, password see platform status --show-passwords")
        .doesNotContain("s3cret");
    assertThat(run.err())
        .contains("note: traces does not run: nothing here collects traces")
        .contains("db: ready in ");
  }

  @Test
  void aSecondUpHasNothingToDo() {
    MemoryWorld world = MemoryWorld.quick();
    ProgramFixtures.run(world, "up");

    var run = ProgramFixtures.run(world, "up");

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("nothing to do: 3 services are up to date\n");
  }

  @Test
  void planExitsWithTwoWhenSomethingWouldChange() {
    MemoryWorld world = MemoryWorld.quick();

    var before = ProgramFixtures.run(world, "plan");
    ProgramFixtures.run(world, "up");
    var after = ProgramFixtures.run(world, "plan");

    assertThat(before.status()).isEqualTo(2);
    assertThat(before.out()).contains("start    db").contains("not running");
    assertThat(after.status()).isZero();
    assertThat(after.out()).endsWith("nothing to do\n");
  }

  @Test
  void dryRunPrintsThePlanAndChangesNothing() {
    MemoryWorld world = MemoryWorld.quick();

    var run = ProgramFixtures.run(world, "up", "--dry-run");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("start    db");
    assertThat(world.runtime.observe().services()).isEmpty();
  }

  @Test
  void upWithoutWaitingLeavesTheLastServicesToThemselves() {
    var run = ProgramFixtures.run(MemoryWorld.quick(), "up", "--no-wait", "--dry-run");

    assertThat(run.out()).contains("await    db").doesNotContain("await    api");
  }

  @Test
  void upWaitsWhenTold() {
    var run = ProgramFixtures.run(MemoryWorld.quick(), "up", "--wait", "--dry-run");

    assertThat(run.out()).contains("await    api");
  }

  @Test
  void aServiceThatFailsIsReportedWithItsOwnExitCode() {
    MemoryWorld world = new MemoryWorld(new MemoryRuntime(Set.of("db"), Duration.ZERO));

    var run = ProgramFixtures.run(world, "up");

    assertThat(run.status()).isEqualTo(6);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("api: not done: db failed")
        .contains("error: db did not get ready")
        .contains("  fix: platform logs db");
  }

  @Test
  void downKeepsDataAndSaysWhere() {
    MemoryWorld world = MemoryWorld.quick();
    ProgramFixtures.run(world, "up");

    var run = ProgramFixtures.run(world, "down");

    assertThat(run.out()).isEqualTo("shop is down; its data stays in /data/shop\n");
    assertThat(world.runtime.observe().services()).isEmpty();
    assertThat(world.deleted).isFalse();
  }

  @Test
  void deletingDataIsRefusedWhenNobodyCanConfirmIt() {
    MemoryWorld world = MemoryWorld.quick();

    var run = ProgramFixtures.run(world, "down", "--volumes");

    assertThat(run.status()).isEqualTo(10);
    assertThat(run.err()).contains("fix: platform down --volumes --yes");
    assertThat(world.deleted).isFalse();
  }

  @Test
  void deletingDataNeedsTheStacksName() {
    MemoryWorld world = MemoryWorld.quick();

    var wrong = ProgramFixtures.run(world, KEYBOARD, "yes\n", "down", "--volumes");
    boolean deletedByYes = world.deleted;
    var right = ProgramFixtures.run(world, KEYBOARD, "shop\n", "down", "--volumes");

    assertThat(wrong.status()).isEqualTo(10);
    assertThat(deletedByYes).isFalse();
    assertThat(right.status()).isZero();
    assertThat(world.deleted).isTrue();
  }

  @Test
  void statusTellsHowTheStackIs() {
    MemoryWorld world = MemoryWorld.quick();

    var nothing = ProgramFixtures.run(world, "status");
    ProgramFixtures.run(world, "up");
    var ready = ProgramFixtures.run(world, "status");
    world.runtime.put("api", new Status.Unhealthy("HTTP 500"));
    var unhealthy = ProgramFixtures.run(world, "status");

    assertThat(List.of(nothing.status(), ready.status(), unhealthy.status()))
        .containsExactly(5, 0, 7);
    assertThat(unhealthy.out())
        .contains("unhealthy")
        .contains("HTTP 500")
        .contains("not running here: traces: nothing here collects traces")
        .contains("data in /data/shop");
  }

  @Test
  void passwordsAreShownOnRequestOnly() {
    MemoryWorld world = MemoryWorld.quick();
    ProgramFixtures.run(world, "up");

    assertThat(ProgramFixtures.run(world, "status").out()).doesNotContain("s3cret");
    assertThat(ProgramFixtures.run(world, "status", "--show-passwords").out()).contains("s3cret");
  }

  @Test
  void stopAndStartAct() {
    MemoryWorld world = MemoryWorld.quick();
    ProgramFixtures.run(world, "up");

    var stopped = ProgramFixtures.run(world, "stop", "api");
    var between = world.runtime.observe().service("api").map(Actual::status);
    var started = ProgramFixtures.run(world, "start");

    assertThat(stopped.out()).isEqualTo("stopped\n");
    assertThat(between).contains(new Status.Stopped());
    assertThat(started.out()).contains("shop is up");
  }

  @Test
  void startNeedsSomethingThatWasUpBefore() {
    var run = ProgramFixtures.run(MemoryWorld.quick(), "start");

    assertThat(run.status()).isEqualTo(5);
  }

  @Test
  void restartReplacesWhatIsNamed() {
    MemoryWorld world = MemoryWorld.quick();
    ProgramFixtures.run(world, "up");

    var run = ProgramFixtures.run(world, "restart", "api");

    assertThat(run.err()).contains("api: stopping (restart was asked for)");
    assertThat(run.err()).doesNotContain("db: ");
  }

  @Test
  void rebuildBuildsBeforeItPlans() {
    var run = ProgramFixtures.run(MemoryWorld.quick(), "rebuild", "api");

    assertThat(run.err()).startsWith("building from source\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void waitFailsWhenNothingRuns() {
    assertThat(ProgramFixtures.run(MemoryWorld.quick(), "wait").status()).isEqualTo(5);
  }

  @Test
  void fetchPreparesWhatCanRunHere() {
    var run = ProgramFixtures.run(MemoryWorld.quick(), "fetch");

    assertThat(run.out()).startsWith("fetched: everything for 3 services, in ");
  }

  @Test
  void anUnknownServiceIsNamedWithThoseThatExist() {
    var run = ProgramFixtures.run(MemoryWorld.quick(), "logs", "dbb");

    assertThat(run.status()).isEqualTo(5);
    assertThat(run.err()).contains("there is no service 'dbb'").contains("db, api, board, traces");
  }

  @Test
  void doctorAndVerifyTellByTheirExitCode() {
    var world = MemoryWorld.quick();
    var early = ProgramFixtures.run(world, "verify");
    ProgramFixtures.run(world, "up");

    var doctor = ProgramFixtures.run(world, "doctor");
    var verify = ProgramFixtures.run(world, "verify");

    assertThat(early.status()).isEqualTo(5);
    assertThat(doctor.status()).isEqualTo(3);
    assertThat(doctor.out())
        .contains("fix: make room")
        .endsWith("1 good, 0 to look at, 1 to mend\n");
    assertThat(verify.status()).isZero();
    assertThat(verify.out())
        .contains("wrote and read a row")
        .endsWith("1 passed, 0 failed, 0 skipped\n");
  }

  @Test
  void quietLeavesTheAnswerOnly() {
    var run = ProgramFixtures.run(MemoryWorld.quick(), "up", "-q");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("shop is up");
  }

  @Test
  void aBugIsReportedAsOne() {
    MemoryWorld world = MemoryWorld.quick();
    world.doctor =
        _ -> {
          throw new IllegalStateException("impossible");
        };

    var run = ProgramFixtures.run(world, "doctor");

    assertThat(run.status()).isEqualTo(70);
    assertThat(run.err()).contains("this is a bug of platform").contains("\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          logs --search x -f;              2; --follow
          logs --search x --grep y;        2; --grep
          logs --search x -n 20000;        2; at most 10000 lines
          logs --until 10m;                2; add --search QUERY
          logs --search x;                 5; there are no stored logs to search
          trace 12345;                     2; no id of a trace
          trace 0af7651916cd43dd8448eb211c80319c; 5; no service of the stack provides Traces
          """)
  void whatCannotBeSearchedIsSaid(String command, int status, String said) {
    var run = ProgramFixtures.run(MemoryWorld.quick(), command.split(" ", -1));

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).contains(said);
  }

  @Test
  void logsAreMergedAndFiltered(@TempDir Path directory) throws IOException {
    MemoryWorld world = MemoryWorld.quick();
    Path db = Files.writeString(directory.resolve("db.log"), "2026-11-23T07:00:01Z one\n");
    Path api = Files.writeString(directory.resolve("api.log"), "2026-11-23T07:00:00Z zero\n");
    world.logFiles = Map.of("db", db, "api", api);

    var all = ProgramFixtures.run(world, "logs");
    var some = ProgramFixtures.run(world, "logs", "--grep", "o.e$", "--json");

    assertThat(all.out())
        .isEqualTo("api    | 2026-11-23T07:00:00Z zero\ndb     | 2026-11-23T07:00:01Z one\n");
    assertThat(some.out())
        .isEqualTo(
            """
            {"schema":"platform.log/1","service":"db","time":"2026-11-23T07:00:01Z",\
            "text":"2026-11-23T07:00:01Z one"}
            """);
  }
}
