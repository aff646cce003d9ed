package io.usercenter.user.store;

import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.store.OutboxTable.Change;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off one topic of the outbox, in batches, one after the other. What fails is tried again
 * with back-off for as long as it takes. Any number of processes may do so at once; a batch whose
 * process died is taken up by another when its lease ends.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int BATCH = 200;
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration MEASURE = Duration.ofSeconds(5);
  private static final Duration HANDLING = Duration.ofSeconds(10);
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final Context context;
  private final OutboxTable table;
  private final OutboxMetrics metrics;
  private final Tracing tracing;
  private final Topic topic;

  // What follows is used on the context only.
  private boolean stopped;
  private boolean working;
  private boolean awakened;
  private int failures;
  private long timer;

  /**
   * @param longestPause after many failures in a row
   */
  public record Topic(String name, Duration longestPause, Handler handler) {}

  /** Does what the changes ask for; doing it twice must be the same as once. */
  public interface Handler {
    Future<?> handle(List<Change> changes, Span span);
  }

  /** Belongs to the event loop it is created on. */
  public Outbox(
      Vertx vertx, OutboxTable table, OutboxMetrics metrics, Tracing tracing, Topic topic) {
    this.vertx = vertx;
    context = vertx.getOrCreateContext();
    this.table = table;
    this.metrics = metrics;
    this.tracing = tracing;
    this.topic = topic;
  }

  public void start() {
    context.runOnContext(now -> {
      work();
      measure();
    });
  }

  /** There may be something to do; callable from any thread. */
  public void wake() {
    context.runOnContext(now -> {
      awakened = true;
      if (!working && failures == 0) {
        vertx.cancelTimer(timer);
        work();
      }
    });
  }

  /** Starts nothing more; what is under way is finished, or its lease ends. */
  public void stop() {
    context.runOnContext(now -> stopped = true);
  }

  private void work() {
    if (stopped) {
      return;
    }
    working = true;
    awakened = false;
    table
        .claim(topic.name(), BATCH, LEASE)
        .compose(this::handle)
        .onSuccess(this::worked)
        .onFailure(this::failed);
  }

  private Future<Integer> handle(List<Change> changes) {
    if (changes.isEmpty()) {
      return Future.succeededFuture(0);
    }
    Span span = tracing.server("outbox " + topic.name(), MultiMap.caseInsensitiveMultiMap());
    return handled(changes, span)
        .compose(handled -> table.delete(changes))
        .map(deleted -> changes.size())
        .onFailure(cause -> postpone(changes, span))
        .onComplete(result -> span.finish());
  }

  /** Comes back to the event loop, wherever the handler works. */
  private Future<Void> handled(List<Change> changes, Span span) {
    Promise<Void> handled = Promise.promise();
    attempt(changes, span)
        .timeout(HANDLING.toMillis(), TimeUnit.MILLISECONDS)
        .<Void>mapEmpty()
        .onComplete(result -> context.runOnContext(now -> handled.handle(result)));
    return handled.future();
  }

  private Future<?> attempt(List<Change> changes, Span span) {
    try {
      return topic.handler().handle(changes, span);
    } catch (RuntimeException bug) {
      return Future.failedFuture(bug);
    }
  }

  private void postpone(List<Change> changes, Span span) {
    Tags.ERROR.set(span, true);
    metrics.failed(topic.name(), changes.size());
    table.postpone(changes, pause(failures + 1));
  }

  private void worked(int rows) {
    if (failures > 0 && rows > 0) {
      LOG.info("the outbox's topic '{}' is worked off again", topic.name());
    }
    if (rows > 0) {
      failures = 0;
      metrics.processed(topic.name(), rows);
    }
    rest(rows == BATCH || awakened ? Duration.ofMillis(1) : POLL);
  }

  private void failed(Throwable cause) {
    failures++;
    if (Integer.bitCount(failures) == 1) {
      LOG.warn(
          "the outbox's topic '{}' failed {} times, at last with: {}",
          topic.name(),
          failures,
          String.valueOf(cause.getMessage()));
    }
    rest(pause(failures));
  }

  private void rest(Duration pause) {
    working = false;
    timer = vertx.setTimer(pause.toMillis(), id -> work());
  }

  /** A second, doubled for each failure in a row. */
  private Duration pause(int failures) {
    Duration pause = POLL.multipliedBy(1L << Math.min(failures - 1, 16));
    return pause.compareTo(topic.longestPause()) < 0 ? pause : topic.longestPause();
  }

  private void measure() {
    if (!stopped) {
      table
          .backlog(topic.name())
          .onSuccess(backlog -> metrics.backlog(topic.name(), backlog))
          .onComplete(measured -> vertx.setTimer(MEASURE.toMillis(), id -> measure()));
    }
  }
}
