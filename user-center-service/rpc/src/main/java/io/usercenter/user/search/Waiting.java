package io.usercenter.user.search;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocking work on virtual threads, between event loops that never wait. */
final class Waiting {
  private static final long MOST_SECONDS = 10;

  private Waiting() {}

  /** Does the work on a thread of its own; the future belongs to the caller's event loop. */
  static <T> Future<T> elsewhere(Vertx vertx, String name, Callable<T> work) {
    Context caller = vertx.getOrCreateContext();
    Promise<T> answer = Promise.promise();
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          Future<T> done = outcome(work);
          caller.runOnContext(back -> done.onComplete(answer));
        });
    return answer.future();
  }

  /** Only on a virtual thread. */
  static <T> T on(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer within " + MOST_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static <T> Future<T> outcome(Callable<T> work) {
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }
}
