package io.usercenter.platform.docker;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Speaks to sockets on threads of the system: once a virtual thread has waited for a socket, a
 * thread of the JDK stays in epoll_wait, for which the JVM waits 0.3 s before it ends.
 */
final class PlainThreads {

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("engine ", 1).factory());

  private PlainThreads() {}

  /** One exchange with the engine. */
  interface Exchange<T> {
    T run() throws IOException;
  }

  static <T> T call(Exchange<T> exchange) throws IOException, InterruptedException {
    if (!Thread.currentThread().isVirtual()) {
      return exchange.run();
    }
    Future<T> future = THREADS.submit(exchange::run);
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      future.cancel(true);
      throw interrupted;
    } catch (ExecutionException failure) {
      switch (failure.getCause()) {
        case IOException own -> throw own;
        case RuntimeException own -> throw own;
        case null, default -> throw new IllegalStateException(failure);
      }
    }
  }
}
