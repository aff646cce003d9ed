package io.usercenter.platform.cli.console;

import io.usercenter.platform.execute.Event;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One line for every transition, none twice: for logs, pipes and dumb terminals. */
public final class PlainProgress implements ProgressView {

  private final Console console;
  private final Map<String, String> last = new HashMap<>();
  private final Set<String> awaited = new HashSet<>();

  public PlainProgress(Console console) {
    this.console = console;
  }

  @Override
  public synchronized void accept(Event event) {
    switch (event) {
      case Event.Planned(Plan plan) -> plan.nodes().forEach(node -> remember(node.step()));
      case Event.Begun(Step.Await _) -> {}
      case Event.Begun(Step step) ->
          line(step.service(), Board.word(step, false) + " (" + step.cause() + ")");
      case Event.Progressed(Step.Prepare step, String text, _, _) -> line(step.service(), text);
      case Event.Progressed _ -> {}
      case Event.Done(Step step, Duration took) -> done(step, took);
      case Event.Failed(Step step, Duration took, var error) ->
          line(
              step.service(),
              "failed after %s: %s"
                  .formatted(Measures.duration(took), error.problems().getFirst().what()));
      case Event.Skipped(Step step, String blocker) -> line(step.service(), "not done: " + blocker);
    }
  }

  @Override
  public void say(String line) {
    console.note(line);
  }

  @Override
  public void close() {}

  private void remember(Step step) {
    if (step instanceof Step.Await) {
      awaited.add(step.service());
    }
  }

  private void done(Step step, Duration took) {
    // What follows says more: being started is news only where nobody waits for more.
    boolean followed =
        step instanceof Step.Prepare
            || (step instanceof Step.Start && awaited.contains(step.service()));
    if (!followed) {
      line(step.service(), Board.word(step, true) + " in " + Measures.duration(took));
    }
  }

  private void line(String service, String text) {
    if (!text.isEmpty() && !text.equals(last.put(service, text))) {
      console.note(service + ": " + text);
    }
  }
}
