package io.usercenter.platform.plan;

import static io.usercenter.platform.plan.StackFixtures.actual;
import static io.usercenter.platform.plan.StackFixtures.desired;
import static io.usercenter.platform.plan.StackFixtures.fingerprint;
import static io.usercenter.platform.plan.StackFixtures.healthy;
import static io.usercenter.platform.plan.StackFixtures.observed;
import static io.usercenter.platform.plan.StackFixtures.restarting;
import static io.usercenter.platform.plan.StackFixtures.service;
import static io.usercenter.platform.plan.StackFixtures.stack;
import static io.usercenter.platform.plan.StackFixtures.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.usercenter.platform.error.UserError;
import io.usercenter.platform.stack.Dependency;
import io.usercenter.platform.stack.Lifecycle;
import io.usercenter.platform.stack.Service;
import io.usercenter.platform.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final Stack SHOP =
      stack(
          service("api", healthy("rpc")),
          service("rpc", restarting("db"), healthy("cache")),
          service("db"),
          service("cache"),
          service("page", started("api")));

  @Test
  void startsDependenciesBeforeTheServiceThatNeedsThem() {
    Plan plan = Planner.up(desired(SHOP), Observed.nothing(), UpRequest.everything());

    assertGolden("from-nothing", plan);
  }

  @Test
  void doesNothingWhenEverythingRunsAsDesired() {
    Plan plan = Planner.up(desired(SHOP), running(), UpRequest.everything());

    assertThat(plan.nodes()).isEmpty();
    assertThat(plan.changes()).isFalse();
  }

  @Test
  void replacesOnlyWhatChangedAndWhatAsksToBeRestartedWithIt() {
    Observed observed =
        observed(
            actual("api", new Status.Ready()),
            actual("rpc", new Status.Ready()),
            new Observed.Actual("db", new Status.Ready(), fingerprint("db", "0")),
            actual("cache", new Status.Ready()),
            actual("page", new Status.Ready()));

    Plan plan = Planner.up(desired(SHOP), observed, UpRequest.everything());

    assertGolden("one-changed", plan);
  }

  @Test
  void startsTheReplacementFirstWhereBothMayRunAtOnce() {
    Desired all = desired(SHOP);
    Desired desired =
        new Desired(SHOP, all.fingerprints(), all.absent(), Map.of(), Set.of("api", "rpc"));

    Plan plan =
        Planner.up(
            desired,
            running(),
            new UpRequest(
                Set.of("api", "page"), Map.of("rpc", "rebuilt", "api", "rebuilt"), false, false));

    assertGolden("overlapping", plan);
  }

  @Test
  void createsWhatIsMissingBeforeThoseThatUseIt() {
    Stack shop = stack(service("db"), service("page"));
    Desired desired =
        new Desired(
            shop,
            desired(shop).fingerprints(),
            Map.of(),
            Map.of("volume data", Set.of("db")),
            Set.of());

    Plan plan = Planner.up(desired, Observed.nothing(), UpRequest.everything());

    assertThat(plan.render())
        .contains("1  create   volume data             missing")
        .contains("2  prepare  db                      not running  [after 1]")
        .contains("3  prepare  page                    not running\n");
  }

  @Test
  void restartsWhatAsksForItAlsoWhenOnlyItsDependencyWasNamed() {
    Plan plan =
        Planner.up(
            desired(SHOP),
            running(),
            new UpRequest(Set.of("db"), Map.of("db", "restart was asked for"), true, false));

    assertGolden("restart-of-a-dependency", plan);
  }

  @Test
  void startsAgainWhatIsStillBeingStopped() {
    Stack small = stack(service("db"));
    Observed observed = observed(actual("db", new Status.Stopping()));

    Plan plan = Planner.up(desired(small), observed, UpRequest.everything());

    assertGolden("still-stopping", plan);
  }

  @Test
  void waitsForWhatRunsAndIsNotReadyYet() {
    Observed observed =
        observed(
            actual("db", new Status.Starting("no answer")), actual("cache", new Status.Exited(3)));

    Plan plan =
        Planner.up(desired(SHOP), observed, new UpRequest(Set.of("rpc"), Map.of(), true, false));

    assertGolden("half-started", plan);
  }

  @Test
  void leavesOutFinalWaitsWhenNobodyWantsThem() {
    Plan plan =
        Planner.up(
            desired(SHOP),
            Observed.nothing(),
            new UpRequest(Set.of("rpc"), Map.of(), false, false));

    assertGolden("no-wait", plan);
  }

  @Test
  void namesOrphansAndRemovesThemOnlyWhenAsked() {
    Stack small = stack(service("db"));
    Observed observed =
        observed(actual("db", new Status.Ready()), actual("old", new Status.Ready()));

    Plan shown = Planner.up(desired(small), observed, UpRequest.everything());
    Plan removed =
        Planner.up(desired(small), observed, new UpRequest(Set.of(), Map.of(), true, true));

    assertThat(shown.changes()).isFalse();
    assertThat(shown.notes()).singleElement().asString().contains("old", "--remove-orphans");
    assertGolden("orphan-removed", removed);
  }

  @Test
  void saysWhichServicesCannotRunHere() {
    Desired desired =
        new Desired(
            stack(service("db"), service("page")),
            Map.of("db", fingerprint("db", "1")),
            Map.of("page", "no package has it"));

    Plan plan = Planner.up(desired, Observed.nothing(), UpRequest.everything());

    assertThat(plan.notes()).containsExactly("page does not run: no package has it");
    assertThat(plan.nodes()).allMatch(node -> node.step().service().equals("db"));
  }

  @Test
  void stopsDependentsFirst() {
    Plan plan = Planner.down(SHOP, running(), "down");

    assertGolden("down", plan);
  }

  @Test
  void countsAOneShotThatEndedWellAsDone() {
    Stack shop =
        stack(
            service("migrate", Lifecycle.Restart.NO),
            service("db", new Dependency("migrate", Dependency.Condition.COMPLETED, false, true)));
    Observed observed =
        observed(actual("migrate", new Status.Exited(0)), actual("db", new Status.Ready()));

    Plan plan = Planner.up(desired(shop), observed, UpRequest.everything());

    assertThat(plan.nodes()).isEmpty();
  }

  @Test
  void namesTheCircleThatKeepsServicesFromStarting() {
    Stack circle =
        stack(service("a", healthy("b")), service("b", healthy("c")), service("c", healthy("a")));

    assertThatThrownBy(
            () -> Planner.up(desired(circle), Observed.nothing(), UpRequest.everything()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a -> b -> c -> a");
  }

  @Test
  void plansAChainOfManyServicesWithoutDeepRecursion() {
    int count = 20_000;
    Service[] services =
        IntStream.range(0, count)
            .mapToObj(n -> n == 0 ? service("s0") : service("s" + n, healthy("s" + (n - 1))))
            .toArray(Service[]::new);

    Plan plan = Planner.up(desired(stack(services)), Observed.nothing(), UpRequest.everything());

    assertThat(plan.nodes()).hasSize(3 * count);
  }

  private static Observed running() {
    return observed(
        actual("api", new Status.Ready()),
        actual("rpc", new Status.Ready()),
        actual("db", new Status.Ready()),
        actual("cache", new Status.Ready()),
        actual("page", new Status.Ready()));
  }

  private static void assertGolden(String name, Plan plan) {
    Path file = Path.of("src/test/resources/plans", name + ".txt");
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, plan.render());
      }
      assertThat(plan.render()).isEqualTo(Files.readString(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
