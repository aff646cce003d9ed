package io.usercenter.user.password;

import io.usercenter.user.call.Refused;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Lets a few pieces of work at a time have their turn, in the order they came. The line is bounded
 * in length and in time: who cannot be served soon is refused at once. May be used from any event
 * loop; work runs on the one it came from.
 */
final class Turns {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final int atOnce;
  private final int mostWaiting;
  private final long patienceNanos;
  private final Queue<Turn> line = new ArrayDeque<>();
  private int underWay;

  Turns(Vertx vertx, int atOnce, int mostWaiting, Duration patience) {
    this.vertx = vertx;
    this.atOnce = atOnce;
    this.mostWaiting = mostWaiting;
    patienceNanos = patience.toNanos();
  }

  private record Turn(Context context, long since, Handler<Void> begin, Handler<Void> refuse) {}

  /** Fails with {@link Refused} when the line is too long. */
  <T> Future<T> take(Supplier<Future<T>> work) {
    Promise<T> answer = Promise.promise();
    Turn turn =
        new Turn(
            vertx.getOrCreateContext(),
            System.nanoTime(),
            now -> attempt(work).onComplete(answer).onComplete(end -> next()),
            now -> answer.fail(busy()));
    if (joins(turn)) {
      return answer.future();
    }
    return Future.failedFuture(busy());
  }

  synchronized int waiting() {
    return line.size();
  }

  private static <T> Future<T> attempt(Supplier<Future<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException bug) {
      return Future.failedFuture(bug);
    }
  }

  private static Refused busy() {
    return new Refused(
        GrpcStatus.RESOURCE_EXHAUSTED, "too many logins and registrations at once", SOON, null);
  }

  private synchronized boolean joins(Turn turn) {
    if (underWay < atOnce) {
      underWay++;
      begin(turn);
      return true;
    }
    return line.size() < mostWaiting && line.add(turn);
  }

  private synchronized void next() {
    for (Turn turn = line.poll(); turn != null; turn = line.poll()) {
      if (System.nanoTime() - turn.since() <= patienceNanos) {
        begin(turn);
        return;
      }
      turn.context().runOnContext(turn.refuse());
    }
    underWay--;
  }

  private static void begin(Turn turn) {
    turn.context().runOnContext(turn.begin());
  }
}
