package io.usercenter.platform.process;

import static io.usercenter.platform.plan.StackFixtures.healthy;
import static io.usercenter.platform.plan.StackFixtures.service;
import static io.usercenter.platform.plan.StackFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Executor;
import io.usercenter.platform.execute.ServiceState;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Planner;
import io.usercenter.platform.plan.Status;
import io.usercenter.platform.plan.UpRequest;
import io.usercenter.platform.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeRuntimeTest {

  private static final Stack ONE = stack(service("one"));
  private static final Map<String, @Nullable Object> SLEEPING = recipe("one", "sleep", "600");

  private NativeStack shop;

  @BeforeEach
  void create() throws IOException {
    shop = new NativeStack();
  }

  @AfterEach
  void takeDown() throws IOException, InterruptedException {
    shop.takeDown();
  }

  @Test
  void keepsServicesRunningAfterTheCommandEnds() throws InterruptedException {
    shop.up(ONE, SLEEPING);

    ServiceState state = shop.state("one");

    assertThat(state.status()).isEqualTo(new Status.Ready());
    assertThat(ProcessHandle.of(state.running().pid().getAsLong())).isPresent();
  }

  @Test
  void neverRunsAServiceAsRoot() throws InterruptedException {
    shop.up(ONE, SLEEPING);

    long pid = shop.state("one").running().pid().getAsLong();

    assertThat(ProcessHandle.of(pid).flatMap(handle -> handle.info().user())).isNotEqualTo("root");
  }

  @Test
  void startsACrashedServiceAgainAndCountsIt() throws InterruptedException {
    shop.up(ONE, SLEEPING);
    long first = shop.state("one").running().pid().getAsLong();

    NativeStack.kill(first);

    ServiceState state =
        shop.await("one", seen -> seen.restarts() == 1 && seen.status() instanceof Status.Ready);
    assertThat(state.running().pid().getAsLong()).isNotEqualTo(first);
  }

  @Test
  void adoptsWhatRunsWhenTheSupervisorWasKilled() throws InterruptedException {
    shop.up(ONE, SLEEPING);
    long pid = shop.state("one").running().pid().getAsLong();

    NativeStack.kill(shop.supervisorPid());
    Plan plan = planned(ONE, SLEEPING);

    assertThat(shop.await("one", seen -> seen.status() instanceof Status.Ready).running().pid())
        .hasValue(pid);
    assertThat(shop.state("one").restarts()).isZero();
    assertThat(plan.changes()).isFalse();
  }

  @Test
  void startsAgainWhatDiedWhileNobodyLookedAfterIt() throws InterruptedException {
    shop.up(ONE, SLEEPING);
    long pid = shop.state("one").running().pid().getAsLong();

    NativeStack.kill(shop.supervisorPid());
    NativeStack.kill(pid);
    planned(ONE, SLEEPING);

    ServiceState state = shop.await("one", seen -> seen.status() instanceof Status.Ready);
    assertThat(state.running().pid().getAsLong()).isNotEqualTo(pid);
  }

  @Test
  void tellsALaterProcessWithTheSamePidFromItsOwn() throws IOException, InterruptedException {
    shop.up(ONE, SLEEPING);
    Path journal = shop.directory.service("one").resolve("process.json");
    long pid = shop.state("one").running().pid().getAsLong();

    NativeStack.kill(shop.supervisorPid());
    NativeStack.kill(pid);
    long stranger = ProcessHandle.current().pid();
    Files.writeString(
        journal, Files.readString(journal).replace("\"pid\":" + pid, "\"pid\":" + stranger));
    planned(ONE, SLEEPING);

    ServiceState state = shop.await("one", seen -> seen.status() instanceof Status.Ready);
    assertThat(state.running().pid().getAsLong()).isNotEqualTo(stranger);
  }

  @Test
  void replacesOnlyTheServiceWhoseConfigurationChanged() throws InterruptedException {
    Stack two = stack(service("one"), service("two"));
    shop.up(two, recipes(Map.of("one", shell("sleep 600"), "two", shell("sleep 601"))));
    long one = shop.state("one").running().pid().getAsLong();
    long second = shop.state("two").running().pid().getAsLong();

    shop.up(two, recipes(Map.of("one", shell("sleep 600"), "two", shell("sleep 602"))));

    assertThat(shop.state("one").running().pid()).hasValue(one);
    assertThat(shop.state("two").running().pid().getAsLong()).isNotEqualTo(second);
  }

  @Test
  void saysWhatItWaitedForAndShowsTheLogWhenAServiceNeverGetsReady() {
    Map<String, @Nullable Object> deaf =
        recipes(
            Map.of(
                "one",
                Map.of(
                    "command", List.of("sh", "-c", "echo I am deaf; exec sleep 600"),
                    "ready", Map.of("tcp", "1"))));

    assertThatThrownBy(() -> up(ONE, deaf, Duration.ofMillis(700)))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.exitCode().status()).isEqualTo(6);
              assertThat(error.render())
                  .contains(
                      "one was not ready within", "refused", "I am deaf", "platform logs one");
            });
  }

  @Test
  void givesUpWaitingForAServiceThatCrashesInALoop() {
    Map<String, @Nullable Object> crashing = recipe("one", "sh", "-c", "echo no licence; exit 3");

    assertThatThrownBy(() -> up(ONE, crashing, Duration.ofSeconds(30)))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.exitCode().status()).isEqualTo(7);
              assertThat(error.render()).contains("crashes in a loop", "no licence");
            });
  }

  @Test
  void doesNotTryWhatDependsOnAServiceThatFailed() {
    Stack two = stack(service("one"), service("two", healthy("one")));
    Map<String, @Nullable Object> recipes =
        recipes(Map.of("one", shell("exit 3"), "two", shell("sleep 600")));

    assertThatThrownBy(() -> up(two, recipes, Duration.ofSeconds(30)))
        .isInstanceOf(UserError.class);

    assertThat(shop.state("two").running().pid()).isEmpty();
  }

  @Test
  void stopsWithTheSignalOfTheServiceAndWaitsForItsEnd() throws IOException, InterruptedException {
    Map<String, @Nullable Object> polite =
        recipes(
            Map.of(
                "one",
                Map.of(
                    "command",
                    List.of(
                        "sh",
                        "-c",
                        "trap 'echo bye; exit 0' INT; echo hello; while :; do sleep 0.05; done"),
                    "stop_signal",
                    "SIGINT")));
    shop.up(ONE, polite);
    // Before that the shell has no trap yet.
    shop.await("one", state -> said("hello"));

    try (NativeRuntime runtime = shop.runtime(ONE, polite)) {
      runtime.stop("one");
    }

    assertThat(shop.state("one").status()).isEqualTo(new Status.Stopped());
    assertThat(Files.readString(shop.directory.log("one"))).contains("bye");
  }

  private boolean said(String text) {
    try {
      return Files.readString(shop.directory.log("one")).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void preparesDataOnceAndAgainAfterItWasCutShort() throws IOException, InterruptedException {
    String data = "${run}/data";
    Map<String, @Nullable Object> prepared =
        recipes(
            Map.of(
                "one",
                Map.of(
                    "once",
                    Map.of(
                        "directory",
                        data,
                        "commands",
                        List.of(Map.of("command", List.of("sh", "-c", "echo done >> data/count")))),
                    "command",
                    List.of("sleep", "600"))));
    Path directory = shop.directory.service("one").resolve("run").resolve("data");

    shop.up(ONE, prepared);
    restart(prepared);
    String twice = Files.readString(directory.resolve("count"));
    Files.delete(directory.resolve(".platform-prepared"));
    Files.createFile(directory.resolve(".platform-preparing"));
    Files.writeString(directory.resolve("leftover"), "of a killed run");
    restart(prepared);

    assertThat(twice).isEqualTo("done\n");
    assertThat(directory.resolve("leftover")).doesNotExist();
    assertThat(Files.readString(directory.resolve("count"))).isEqualTo("done\n");
  }

  @Test
  void leavesNoProcessBehindWhenEverythingIsRemoved() throws InterruptedException {
    shop.up(ONE, SLEEPING);
    long pid = shop.state("one").running().pid().getAsLong();
    long supervisor = shop.supervisorPid();

    try (NativeRuntime runtime = shop.runtime(ONE, SLEEPING)) {
      Plan down = Planner.down(ONE, runtime.observe(), "down");
      new Executor(runtime, Duration.ofSeconds(10), _ -> {}).execute(down);
    }

    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(endsSoon(supervisor)).isTrue();
  }

  private static boolean endsSoon(long pid) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (ProcessHandle.of(pid).isPresent() && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    return ProcessHandle.of(pid).isEmpty();
  }

  private void restart(Map<String, @Nullable Object> recipes) throws InterruptedException {
    try (NativeRuntime runtime = shop.runtime(ONE, recipes)) {
      runtime.stop("one");
    }
    shop.up(ONE, recipes);
  }

  private Plan planned(Stack stack, Map<String, @Nullable Object> recipes) {
    try (NativeRuntime runtime = shop.runtime(stack, recipes)) {
      return Planner.up(runtime.describe(stack), runtime.observe(), UpRequest.everything());
    }
  }

  private void up(Stack stack, Map<String, @Nullable Object> recipes, Duration limit)
      throws InterruptedException {
    try (NativeRuntime runtime = shop.runtime(stack, recipes)) {
      Plan plan = Planner.up(runtime.describe(stack), runtime.observe(), UpRequest.everything());
      new Executor(runtime, limit, _ -> {}).execute(plan);
    }
  }

  private static Map<String, @Nullable Object> recipe(String service, String... command) {
    return recipes(Map.of(service, Map.of("command", List.of(command))));
  }

  private static Map<String, Object> shell(String script) {
    return Map.of("command", List.of("sh", "-c", "exec " + script));
  }

  private static Map<String, @Nullable Object> recipes(Map<String, Object> services) {
    return Map.of("services", services);
  }
}
