package io.usercenter.platform.docker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks the engine several things at once. */
final class Parallel {

  private Parallel() {}

  /** One question or act for an item. */
  interface Act<T, R> {
    R on(T item) throws InterruptedException;
  }

  /**
   * Results in the order of the items; all acts have ended when it returns.
   *
   * @throws RuntimeException the first failure, after the others have ended
   */
  static <T, R> List<R> map(Collection<T> items, Act<T, R> act) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> futures = new ArrayList<>();
      items.forEach(item -> futures.add(threads.submit(() -> act.on(item))));
      try {
        List<R> results = new ArrayList<>();
        for (Future<R> future : futures) {
          results.add(future.get());
        }
        return results;
      } catch (InterruptedException interrupted) {
        threads.shutdownNow();
        throw interrupted;
      } catch (ExecutionException failure) {
        throw unwrapped(failure);
      }
    }
  }

  private static RuntimeException unwrapped(ExecutionException failure)
      throws InterruptedException {
    return switch (failure.getCause()) {
      case RuntimeException own -> own;
      case InterruptedException interrupted -> throw interrupted;
      case null, default -> new IllegalStateException(failure);
    };
  }
}
