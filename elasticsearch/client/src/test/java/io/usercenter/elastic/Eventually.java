package io.usercenter.elastic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Asks until the answer is right or the deadline has passed. */
public final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Eventually() {}

  /** A question that fails counts as a wrong answer. */
  public static <T> T get(String what, Callable<T> question, Predicate<T> right) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      Object last;
      try {
        T answer = question.call();
        if (right.test(answer)) {
          return answer;
        }
        last = answer;
      } catch (Exception failed) {
        last = failed;
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(what + " did not come; the last answer: " + last);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** A loopback port nobody uses at the moment. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
