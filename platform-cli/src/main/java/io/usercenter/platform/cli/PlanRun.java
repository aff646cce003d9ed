package io.usercenter.platform.cli;

import io.usercenter.platform.cli.console.Board;
import io.usercenter.platform.cli.console.Board.Phase;
import io.usercenter.platform.cli.console.Board.Row;
import io.usercenter.platform.cli.console.Console;
import io.usercenter.platform.cli.console.JsonProgress;
import io.usercenter.platform.cli.console.LiveProgress;
import io.usercenter.platform.cli.console.Measures;
import io.usercenter.platform.cli.console.PlainProgress;
import io.usercenter.platform.cli.console.ProgressView;
import io.usercenter.platform.cli.console.WatchedSize;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.execute.Actor;
import io.usercenter.platform.execute.Executor;
import io.usercenter.platform.execute.Timeline;
import io.usercenter.platform.plan.Plan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Carries a plan out and shows how it goes, in the way the user and the terminal want. */
final class PlanRun {

  /**
   * @param title what is being done, for the head of the progress display
   * @param limit how long each wait for readiness may take
   * @param json show events as JSON on standard output
   * @param next what to do after a cancellation
   */
  record Request(String title, Duration limit, boolean json, String next) {}

  private final Console console;
  private final Request request;
  private final Board board = new Board(System::nanoTime);

  PlanRun(Console console, Request request) {
    this.console = console;
    this.request = request;
  }

  /**
   * @throws UserError with the problem of every step that failed
   * @throws InterruptedException when cancelled, after saying what is done
   */
  Timeline carryOut(Actor actor, Plan plan) throws InterruptedException {
    if (request.json()) {
      return carryOutForPrograms(actor, plan);
    }
    try (ProgressView view = view()) {
      return execute(actor, plan, view);
    } catch (InterruptedException cancelled) {
      console.error(cancellation());
      throw cancelled;
    }
  }

  private Timeline carryOutForPrograms(Actor actor, Plan plan) throws InterruptedException {
    JsonProgress view = new JsonProgress(console, InstantSource.system());
    try {
      Timeline timeline = execute(actor, plan, view);
      view.finished("done", timeline.total(), Chain.json(timeline));
      return timeline;
    } catch (UserError failure) {
      view.finished("failed", board.elapsed(), List.of());
      throw failure;
    } catch (InterruptedException cancelled) {
      view.finished("cancelled", board.elapsed(), List.of());
      throw cancelled;
    }
  }

  private Timeline execute(Actor actor, Plan plan, ProgressView view) throws InterruptedException {
    return new Executor(
            actor,
            request.limit(),
            event -> {
              board.accept(event);
              view.accept(event);
            })
        .execute(plan);
  }

  private ProgressView view() {
    if (console.quiet()) {
      return ProgressView.silent();
    }
    return console.terminal().live()
        ? new LiveProgress(console, request.title(), board, new WatchedSize())
        : new PlainProgress(console);
  }

  private String cancellation() {
    List<Row> rows = board.rows();
    return "cancelled after %s%n done: %s%n open: %s%n next: %s%n"
        .formatted(
            Measures.duration(board.elapsed()),
            names(rows, true),
            names(rows, false),
            request.next());
  }

  private static String names(List<Row> rows, boolean done) {
    List<String> names =
        rows.stream().filter(row -> (row.phase() == Phase.DONE) == done).map(Row::service).toList();
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }
}
