package io.usercenter.user.store;

import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.config.RedisNode;
import io.usercenter.user.metric.CommandMetrics;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * MULTI with and without WATCH, on a few connections of their own: a watched key is the
 * connection's, so that the one everybody shares will not do. Used from one event loop only.
 */
public final class RedisTransactions {
  private static final int WATCHING = 12;
  private static final int WRITING = 4;

  /** Each is a caller whose write is committed and who waits for the answer. */
  private static final int MOST_WAITING = 100;

  private static final long COMMAND_MILLIS = 1000;

  /** After a failure there are no transactions for so long: a hung Redis costs few callers. */
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Redis client;
  private final CommandMetrics metrics;
  private final Tracing tracing;
  private int watching;
  private int writing;
  private final Queue<Promise<Void>> waiting = new ArrayDeque<>();
  private long restUntil = System.nanoTime();

  public RedisTransactions(Vertx vertx, RedisNode node, CommandMetrics metrics, Tracing tracing) {
    client = RedisClients.create(vertx, node, WATCHING + WRITING);
    this.metrics = metrics;
    this.tracing = tracing;
  }

  /** A watched key on a connection that is its own until the end. */
  final class Watch {
    private final RedisConnection connection;

    private Watch(RedisConnection connection) {
      this.connection = connection;
    }

    /** Succeeds with false, and has done nothing, when the key was written since it was watched. */
    Future<Boolean> commit(Request request, Span span) {
      return execute(connection, List.of(request), span)
          .map(answer -> answer != null)
          .onComplete(end -> release());
    }

    /** Ends the watch without doing anything. */
    void abandon() {
      connection.send(Request.cmd(Command.UNWATCH));
      release();
    }

    private void release() {
      watching--;
      connection.close();
    }
  }

  /** Empty when no connection is free or Redis does not answer: then nothing may be stored. */
  Future<Optional<Watch>> watch(String key, Span parent) {
    if (watching == WATCHING || resting()) {
      return Future.succeededFuture(Optional.empty());
    }
    watching++;
    return connection()
        .onFailure(cause -> refused())
        .compose(connection -> watched(connection, key, parent))
        .map(Optional::of)
        .otherwise(Optional.empty());
  }

  /** All of the requests, and nothing of anybody else's in between; waits for its turn. */
  Future<?> run(List<Request> requests, Span span) {
    return turn().compose(mine -> attempt(requests, span).onComplete(end -> pass()));
  }

  private Future<?> attempt(List<Request> requests, Span span) {
    if (resting()) {
      return Future.failedFuture("Redis has just failed");
    }
    return connection()
        .compose(
            connection -> execute(connection, requests, span).onComplete(end -> connection.close()))
        .onFailure(cause -> rest());
  }

  private Future<Void> turn() {
    if (writing < WRITING) {
      writing++;
      return Future.succeededFuture();
    }
    Promise<Void> turn = Promise.promise();
    if (waiting.size() == MOST_WAITING || !waiting.add(turn)) {
      return Future.failedFuture("too many wait for Redis");
    }
    return turn.future();
  }

  private void pass() {
    Promise<Void> next = waiting.poll();
    if (next == null) {
      writing--;
    } else {
      next.complete();
    }
  }

  public void close() {
    client.close();
  }

  private Future<RedisConnection> connection() {
    Future<RedisConnection> connecting = client.connect();
    return connecting
        .timeout(COMMAND_MILLIS, TimeUnit.MILLISECONDS)
        .onFailure(cause -> connecting.onSuccess(RedisConnection::close));
  }

  private Future<Watch> watched(RedisConnection connection, String key, Span parent) {
    Watch watch = new Watch(connection);
    Request request = Request.cmd(Command.WATCH).arg(key);
    return measured("watch", "[\"watch\"]", () -> connection.send(request), parent)
        .map(watch)
        .onFailure(cause -> watch.abandon());
  }

  /** The answer to EXEC: nil when a watched key was written. */
  private Future<@Nullable Response> execute(
      RedisConnection connection, List<Request> requests, Span parent) {
    List<Request> batch = new ArrayList<>();
    batch.add(Request.cmd(Command.MULTI));
    batch.addAll(requests);
    batch.add(Request.cmd(Command.EXEC));
    return measured("Pipeline", commands(batch), () -> connection.batch(batch), parent)
        .map(List::getLast);
  }

  /** Each once, in go-zero's form. */
  private static String commands(List<Request> batch) {
    return batch.stream()
        .map(request -> "\"" + request.command().toString().toLowerCase(Locale.ROOT) + "\"")
        .distinct()
        .collect(Collectors.joining(",", "[", "]"));
  }

  private <T> Future<T> measured(
      String command, String commands, Supplier<Future<T>> call, Span parent) {
    Elapsed elapsed = Elapsed.start();
    Span span = tracing.client("redis", parent).setTag("redis.cmds", commands);
    return call.get()
        .timeout(COMMAND_MILLIS, TimeUnit.MILLISECONDS)
        .onComplete(answer -> {
          metrics.observe(command, elapsed.millis());
          if (answer.failed()) {
            rest();
            metrics.failed(command, RedisLink.kind(answer.cause()));
            Tags.ERROR.set(span, true);
          }
          span.finish();
        });
  }

  private void refused() {
    watching--;
    rest();
  }

  private void rest() {
    restUntil = System.nanoTime() + REST_NANOS;
  }

  private boolean resting() {
    return System.nanoTime() - restUntil < 0;
  }
}
