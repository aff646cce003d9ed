package io.usercenter.platform.cli;

import static io.usercenter.platform.plan.StackFixtures.actual;
import static io.usercenter.platform.plan.StackFixtures.desired;
import static io.usercenter.platform.plan.StackFixtures.healthy;
import static io.usercenter.platform.plan.StackFixtures.observed;
import static io.usercenter.platform.plan.StackFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.usercenter.platform.plan.Desired;
import io.usercenter.platform.plan.Observed;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Planner;
import io.usercenter.platform.plan.StackFixtures;
import io.usercenter.platform.plan.Status;
import io.usercenter.platform.plan.UpRequest;
import io.usercenter.platform.stack.Stack;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DevSessionTest {

  @Test
  void aServiceThatIsNotDevelopedHereIsLeftAsItRuns() {
    Stack stack = StackFixtures.stack(service("rpc"), service("api", healthy("rpc")));
    Observed developedElsewhere =
        observed(
            new Observed.Actual(
                "rpc", new Status.Ready(), StackFixtures.fingerprint("rpc", "developed")),
            actual("api", new Status.Ready()));

    Desired wanted = DevSession.leavingOthers(desired(stack), developedElsewhere, Set.of("api"));
    Plan plan =
        Planner.up(
            wanted,
            developedElsewhere,
            new UpRequest(
                Set.of("api"), new TreeMap<>(Map.of("api", "changed: A.java")), true, false));

    assertThat(plan.nodes()).isNotEmpty();
    assertThat(plan.nodes())
        .allSatisfy(node -> {
          assertThat(node.step().service()).isEqualTo("api");
          assertThat(node.step().cause()).isEqualTo("changed: A.java");
        });
  }

  @Test
  void whatADevelopedServiceNeedsAndDoesNotRunIsStarted() {
    Stack stack = StackFixtures.stack(service("rpc"), service("api", healthy("rpc")));
    Observed onlyApi = observed(actual("api", new Status.Ready()));

    Desired wanted = DevSession.leavingOthers(desired(stack), onlyApi, Set.of("api"));
    Plan plan = Planner.up(wanted, onlyApi, new UpRequest(Set.of("api"), Map.of(), true, false));

    assertThat(plan.nodes())
        .extracting(node -> node.step().verb() + " " + node.step().service())
        .contains("start rpc")
        .doesNotContain("start api");
  }
}
