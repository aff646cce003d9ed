package io.usercenter.platform.cli.console;

import io.usercenter.platform.error.Problem;
import io.usercenter.platform.execute.Event;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Step;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every event as a line of JSON on standard output; schema {@code platform.event/1}. */
public final class JsonProgress implements ProgressView {

  private static final Duration SAME_TEXT_INTERVAL = Duration.ofMillis(200);

  private record Told(String text, long millis) {}

  private final Console console;
  private final InstantSource clock;
  private final Map<Step, Told> told = new HashMap<>();

  public JsonProgress(Console console, InstantSource clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public synchronized void accept(Event event) {
    switch (event) {
      case Event.Planned(Plan plan) ->
          write(line("planned").put("steps", plan.nodes().size()).put("notes", plan.notes()));
      case Event.Begun(Step step) -> write(line("begun", step).put("cause", step.cause()));
      case Event.Progressed(Step step, String text, long done, long total) -> {
        if (news(step, text)) {
          write(line("progressed", step).put("text", text).put("done", done).put("total", total));
        }
      }
      case Event.Done(Step step, Duration took) ->
          write(line("done", step).put("tookMillis", took.toMillis()));
      case Event.Failed(Step step, Duration took, var error) ->
          write(
              line("failed", step)
                  .put("tookMillis", took.toMillis())
                  .put("problems", error.problems().stream().map(JsonProgress::problem).toList()));
      case Event.Skipped(Step step, String blocker) ->
          write(line("skipped", step).put("blocker", blocker));
    }
  }

  /** The last line: how it all ended. */
  public synchronized void finished(String result, Duration took, List<Json> chain) {
    write(
        line("finished")
            .put("result", result)
            .put("tookMillis", took.toMillis())
            .put("criticalChain", chain));
  }

  @Override
  public void say(String line) {
    console.note(line);
  }

  @Override
  public void close() {}

  private boolean news(Step step, String text) {
    long now = clock.millis();
    Told before = told.get(step);
    if (before != null
        && before.text().equals(text)
        && now - before.millis() < SAME_TEXT_INTERVAL.toMillis()) {
      return false;
    }
    told.put(step, new Told(text, now));
    return true;
  }

  private Json line(String event) {
    return Json.schema("platform.event/1")
        .put("time", clock.instant().toString())
        .put("event", event);
  }

  private Json line(String event, Step step) {
    return line(event).put("service", step.service()).put("step", step.verb());
  }

  private static Json problem(Problem problem) {
    return Json.object()
        .put("what", problem.what())
        .put("where", problem.where())
        .put("why", problem.why())
        .put("fix", problem.fix());
  }

  private void write(Json json) {
    console.answer(json.line());
  }
}
