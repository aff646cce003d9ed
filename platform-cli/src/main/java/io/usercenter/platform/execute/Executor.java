package io.usercenter.platform.execute;

import io.usercenter.platform.error.ExitCode;
import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import io.usercenter.platform.plan.Plan;
import io.usercenter.platform.plan.Plan.Node;
import io.usercenter.platform.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Walks a plan on virtual threads, a thread a step; decides nothing. */
public final class Executor {

  private final Actor actor;
  private final Duration limit;
  private final Consumer<Event> listener;

  /**
   * @param limit how long each wait for readiness may take
   */
  public Executor(Actor actor, Duration limit, Consumer<Event> listener) {
    this.actor = actor;
    this.limit = limit;
    this.listener = listener;
  }

  /**
   * Returns when every step is done. A step that fails keeps those behind it from being tried; the
   * others go on. What the actor sees to be in the way is reported before the first step.
   *
   * @throws UserError with the problem of every step that failed
   * @throws InterruptedException when cancelled: running steps are interrupted and joined, and what
   *     is done stays done
   */
  public Timeline execute(Plan plan) throws InterruptedException {
    actor.check(plan);
    return new Run(plan).toTheEnd();
  }

  private final class Run {

    private final Plan plan;
    private final long start = System.nanoTime();
    private final Map<Integer, Timeline.Span> spans = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<UserError> errors = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Optional<String>>> ends = new ArrayList<>();

    Run(Plan plan) {
      this.plan = plan;
      // Each end holds why the steps behind it cannot be tried, or nothing when it went well.
      plan.nodes().forEach(_ -> ends.add(new CompletableFuture<>()));
    }

    Timeline toTheEnd() throws InterruptedException {
      listener.accept(new Event.Planned(plan));
      List<Future<?>> tasks = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int index = 0; index < plan.nodes().size(); index++) {
          int number = index;
          tasks.add(threads.submit(() -> walk(number)));
        }
        join(tasks, threads);
      }
      failIfAnyFailed();
      return new Timeline(plan, spans);
    }

    private void join(List<Future<?>> tasks, ExecutorService threads) throws InterruptedException {
      try {
        for (Future<?> task : tasks) {
          task.get();
        }
      } catch (InterruptedException cancelled) {
        threads.shutdownNow();
        throw cancelled;
      } catch (ExecutionException bug) {
        threads.shutdownNow();
        throw new IllegalStateException(bug.getCause());
      }
    }

    private void walk(int index) {
      Node node = plan.nodes().get(index);
      String reason = "cancelled";
      try {
        Optional<String> blocker = blocker(node);
        if (blocker.isEmpty()) {
          carryOut(index, node.step());
          reason = "";
        } else {
          reason = blocker.get();
          listener.accept(new Event.Skipped(node.step(), reason));
        }
      } catch (UserError error) {
        errors.add(error);
        reason = node.step().service() + " failed";
        listener.accept(new Event.Failed(node.step(), took(index), error));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        listener.accept(new Event.Skipped(node.step(), reason));
      } finally {
        ends.get(index).complete(reason.isEmpty() ? Optional.empty() : Optional.of(reason));
      }
    }

    private Optional<String> blocker(Node node) throws InterruptedException {
      for (int before : node.after()) {
        try {
          Optional<String> end = ends.get(before).get();
          if (end.isPresent()) {
            return end;
          }
        } catch (ExecutionException bug) {
          throw new IllegalStateException(bug.getCause());
        }
      }
      return Optional.empty();
    }

    private void carryOut(int index, Step step) throws InterruptedException {
      Duration begin = sinceStart();
      listener.accept(new Event.Begun(step));
      spans.put(index, new Timeline.Span(begin, begin));
      try {
        actor.act(
            step,
            limit,
            (text, done, total) -> listener.accept(new Event.Progressed(step, text, done, total)));
      } finally {
        spans.put(index, new Timeline.Span(begin, sinceStart()));
      }
      listener.accept(new Event.Done(step, took(index)));
    }

    private Duration took(int index) {
      Timeline.Span span = spans.get(index);
      return span == null ? Duration.ZERO : span.end().minus(span.begin());
    }

    private Duration sinceStart() {
      return Duration.ofNanos(System.nanoTime() - start);
    }

    private void failIfAnyFailed() {
      List<Problem> problems =
          errors.stream().flatMap(error -> error.problems().stream()).distinct().toList();
      UserError first = errors.peek();
      if (first != null) {
        ExitCode code = errors.size() == 1 ? first.exitCode() : commonCode();
        throw new UserError(code, problems, first);
      }
    }

    private ExitCode commonCode() {
      List<ExitCode> codes = errors.stream().map(UserError::exitCode).distinct().toList();
      return codes.size() == 1 ? codes.getFirst() : ExitCode.PARTIAL;
    }
  }
}
