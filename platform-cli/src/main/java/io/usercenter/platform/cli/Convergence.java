package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.Measures;
import io.usercenter.platform.cli.console.Styles.Style;
import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.execute.Timeline;
import io.usercenter.platform.plan.Desired;
import io.usercenter.platform.plan.Observed;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Planner;
import io.usercenter.platform.plan.UpRequest;
import java.time.Instant;

/** From what runs to what should run, and what there is to say at the end. */
final class Convergence {

  private final Console console;
  private final OpenStack open;
  private final Desired desired;
  private final Observed observed;

  /** Observes and describes the stack. */
  Convergence(Console console, OpenStack open) {
    this.console = console;
    this.open = open;
    this.observed = open.runtime().observe();
    this.desired = open.runtime().describe(open.stack());
  }

  Observed observed() {
    return observed;
  }

  Plan plan(UpRequest request) {
    return Planner.up(desired, observed, request);
  }

  /** Carries the plan out and ends with a summary, or says that there is nothing to do. */
  int carryOut(Plan plan, PlanRun.Request request) throws InterruptedException {
    if (plan.nodes().isEmpty() && !request.json()) {
      notes(plan);
      console.answer(nothingToDo());
      return ExitCode.DONE.status();
    }
    Timeline timeline = new PlanRun(console, request).carryOut(open.runtime(), plan);
    if (!request.json()) {
      notes(plan);
      console.answer(summary(timeline));
    }
    return ExitCode.DONE.status();
  }

  private String nothingToDo() {
    long running =
        open.stack().services().keySet().stream()
            .filter(name -> observed.service(name).isPresent())
            .count();
    return "nothing to do: %d services are up to date%n".formatted(running);
  }

  private void notes(Plan plan) {
    for (String note : plan.notes()) {
      console.note(console.errStyles().paint(Style.CAUTION, "note: ") + note);
    }
  }

  private String summary(Timeline timeline) {
    StatusReport report = StatusReport.of(open, false);
    StatusText text = new StatusText(console.outStyles(), Instant.now());
    String chain = Chain.text(timeline);
    return "%s is up: %d services in %s%n"
            .formatted(report.stack(), report.running(), Measures.duration(timeline.total()))
        + (chain.isEmpty() ? "" : "critical chain: " + chain + "\n")
        + text.links(report)
        + "\nnext: platform verify\n";
  }
}
