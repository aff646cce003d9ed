package io.usercenter.platform.artifact;

import io.usercenter.platform.error.Problem;
import io.usercenter.platform.error.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tasks on virtual threads, joined before it is left and cancelled when that comes early. */
final class Together implements AutoCloseable {

  /** May block; fails with what the user can act on. */
  @FunctionalInterface
  interface Task {

    void run() throws InterruptedException;
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> tasks = new ArrayList<>();

  void run(Task task) {
    Callable<Boolean> callable =
        () -> {
          task.run();
          return true;
        };
    tasks.add(threads.submit(callable));
  }

  /**
   * Waits for all of them, also when some fail.
   *
   * @throws UserError with the problems of all
   */
  void join() throws InterruptedException {
    List<UserError> failures = new ArrayList<>();
    for (Future<?> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case UserError failure -> failures.add(failure);
          case InterruptedException interrupted -> throw interrupted;
          case null, default -> throw new IllegalStateException("a task failed", e.getCause());
        }
      }
    }
    if (!failures.isEmpty()) {
      List<Problem> problems =
          failures.stream().flatMap(it -> it.problems().stream()).distinct().toList();
      throw new UserError(failures.getFirst().exitCode(), problems, failures.getFirst());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
