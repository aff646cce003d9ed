package io.usercenter.user.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one event loop. Closes those on which no request becomes complete in time,
 * however many bytes trickle in, and those that are too many.
 */
final class Connections {
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SWEEP_MILLIS = 1000;
  private static final long LINGER_MILLIS = 500;

  private final Map<HttpConnection, Seen> open = new HashMap<>();
  private final int most;

  /** Between the beginnings of two requests. */
  private final long nextNanos;

  /** When a request began last; at first, when the connection was opened. */
  private static final class Seen {
    private long nanos = System.nanoTime();
    private boolean request;
  }

  /**
   * @param longest that a request may take
   */
  Connections(Vertx vertx, int most, Duration longest) {
    this.most = most;
    nextNanos = Frontend.IDLE.plus(longest).toNanos();
    vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep(System.nanoTime()));
  }

  void opened(HttpConnection connection) {
    if (open.size() >= most) {
      connection.close();
      return;
    }
    open.put(connection, new Seen());
    connection.closeHandler(closed -> open.remove(connection));
  }

  /** The header of a request is complete. */
  void request(HttpConnection connection) {
    Seen seen = open.get(connection);
    if (seen != null) {
      seen.nanos = System.nanoTime();
      seen.request = true;
    }
  }

  /**
   * For a caller that may still be sending. Not at once: data that nobody read would turn the close
   * into a reset, which takes the answer away.
   */
  static void closeSoon(Vertx vertx, HttpConnection connection) {
    vertx.setTimer(LINGER_MILLIS, timer -> connection.close());
  }

  private void sweep(long now) {
    List<HttpConnection> late =
        open.entrySet().stream()
            .filter(entry -> isLate(entry.getValue(), now))
            .map(Map.Entry::getKey)
            .toList();
    late.forEach(HttpConnection::close);
  }

  private boolean isLate(Seen seen, long now) {
    return now - seen.nanos > (seen.request ? nextNanos : FIRST_NANOS);
  }
}
