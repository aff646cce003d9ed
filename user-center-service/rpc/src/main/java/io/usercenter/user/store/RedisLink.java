package io.usercenter.user.store;

import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.config.RedisNode;
import io.usercenter.user.guard.Breaker;
import io.usercenter.user.guard.BreakerOpen;
import io.usercenter.user.metric.CommandMetrics;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One pipelined RESP2 connection, used from one event loop only, opened again when it was lost.
 * Without HELLO and CLIENT, which Pika and proxies answer with errors.
 */
public final class RedisLink {
  private static final String GET = "get";
  private static final long COMMAND_MILLIS = 1000;

  /** After a failed attempt to connect commands fail at once for so long. */
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Context context;
  private final long pingMillis;
  private final Redis client;
  private final RedisPoolMetrics pool;
  private final CommandMetrics metrics;
  private final Tracing tracing;
  private final Breaker breaker;
  private List<Wanted> gathered = new ArrayList<>();
  private @Nullable Future<RedisConnection> connection;
  private int generation;

  /** A command timed out and no ping was answered since: a hung Redis costs its callers nothing. */
  private boolean stalled;

  private long restUntil = System.nanoTime();
  private @Nullable Throwable lastFailure;

  private record Wanted(Request request, Promise<@Nullable Response> answer) {}

  /** Belongs to the event loop it is created on. */
  public RedisLink(
      Vertx vertx,
      RedisNode node,
      RedisPoolMetrics pool,
      CommandMetrics metrics,
      Tracing tracing,
      Breaker breaker) {
    context = vertx.getOrCreateContext();
    pingMillis = node.pingTimeout().toMillis();
    client = RedisClients.create(vertx, node, 1);
    this.pool = pool;
    this.metrics = metrics;
    this.tracing = tracing;
    this.breaker = breaker;
    pool.allow();
  }

  /** A round trip, callable from any thread. */
  public Future<Response> ping() {
    Promise<Response> answer = Promise.promise();
    context.runOnContext(now ->
        connection()
            .compose(open -> open.send(Request.cmd(Command.PING)))
            .timeout(pingMillis, TimeUnit.MILLISECONDS)
            .onSuccess(pong -> stalled = false)
            .onComplete(answer));
    return answer.future();
  }

  /** Waiting will not mend a refused password. */
  public static boolean hopeless(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return List.of("NOAUTH", "WRONGPASS", "ERR invalid password", "ERR Client sent AUTH").stream()
        .anyMatch(message::contains);
  }

  /**
   * Gets one key. What is asked for while the event loop handles what it read goes out in one write
   * and comes back in one read: that halves the system calls of a loaded service.
   */
  Future<@Nullable Response> get(String key, Span parent) {
    if (stalled || !breaker.allows()) {
      metrics.failed(GET, "breaker open");
      return Future.failedFuture(new BreakerOpen("Redis"));
    }
    Elapsed elapsed = Elapsed.start();
    Span span = tracing.client("redis", parent).setTag("redis.cmds", "[\"get\"]");
    Promise<@Nullable Response> answer = Promise.promise();
    if (gathered.isEmpty()) {
      context.runOnContext(now -> getGathered());
    }
    gathered.add(new Wanted(Request.cmd(Command.GET).arg(key), answer));
    pool.busy();
    return answer.future().onComplete(response -> complete(GET, response, elapsed, span));
  }

  private void getGathered() {
    List<Wanted> batch = gathered;
    gathered = new ArrayList<>();
    if (batch.size() == 1) {
      connection()
          .compose(open -> open.send(batch.getFirst().request()))
          .timeout(COMMAND_MILLIS, TimeUnit.MILLISECONDS)
          .onComplete(batch.getFirst().answer());
      return;
    }
    connection()
        .compose(open -> open.batch(batch.stream().map(Wanted::request).toList()))
        .timeout(COMMAND_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(responses -> {
          for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(responses.get(i));
          }
        })
        .onFailure(cause -> failed(batch, cause));
  }

  /** An error of one command hides the answers to the others, which are asked for again. */
  private void failed(List<Wanted> batch, Throwable cause) {
    if (!(cause instanceof ErrorType)) {
      batch.forEach(wanted -> wanted.answer().fail(cause));
      return;
    }
    for (Wanted wanted : batch) {
      connection()
          .compose(open -> open.send(wanted.request()))
          .timeout(COMMAND_MILLIS, TimeUnit.MILLISECONDS)
          .onComplete(wanted.answer());
    }
  }

  private void complete(
      String command,
      AsyncResult<? extends @Nullable Response> response,
      Elapsed elapsed,
      Span span) {
    pool.idle();
    metrics.observe(command, elapsed.millis());
    if (response.succeeded() || response.cause() instanceof ErrorType) {
      breaker.succeeded();
    } else {
      breaker.failed();
    }
    if (response.failed()) {
      stalled |= response.cause() instanceof TimeoutException;
      metrics.failed(command, kind(response.cause()));
      Tags.ERROR.set(span, true);
    }
    span.finish();
  }

  /** A null response is Redis's nil. */
  Future<@Nullable Response> send(Request request, Span parent) {
    String command = request.command().toString().toLowerCase(Locale.ROOT);
    if (stalled || !breaker.allows()) {
      metrics.failed(command, "breaker open");
      return Future.failedFuture(new BreakerOpen("Redis"));
    }
    Elapsed elapsed = Elapsed.start();
    Span span = tracing.client("redis", parent).setTag("redis.cmds", "[\"" + command + "\"]");
    pool.busy();
    return connection()
        .compose(open -> open.send(request))
        .timeout(COMMAND_MILLIS, TimeUnit.MILLISECONDS)
        .onComplete(response -> complete(command, response, elapsed, span));
  }

  public void close() {
    client.close();
  }

  private Future<RedisConnection> connection() {
    Future<RedisConnection> current = connection;
    if (current != null) {
      return current;
    }
    if (System.nanoTime() - restUntil < 0 && lastFailure != null) {
      return Future.failedFuture(lastFailure);
    }
    int mine = ++generation;
    Future<RedisConnection> attempt = client.connect();
    connection = attempt;
    attempt.onSuccess(open -> opened(mine, open)).onFailure(this::refused);
    return attempt;
  }

  private void opened(int mine, RedisConnection open) {
    stalled = false;
    pool.opened();
    open.exceptionHandler(cause -> lost(mine, open));
    open.endHandler(end -> lost(mine, open));
  }

  private void refused(Throwable cause) {
    connection = null;
    lastFailure = cause;
    restUntil = System.nanoTime() + REST_NANOS;
  }

  /** Told twice for one loss, and perhaps after the next connection was opened. */
  private void lost(int which, RedisConnection open) {
    if (connection != null && which == generation) {
      connection = null;
      pool.closed();
      open.close();
    }
  }

  /** go-zero's words for what went wrong. */
  static String kind(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return "timeout";
    }
    return cause instanceof ErrorType ? "unexpected error" : "eof";
  }
}
