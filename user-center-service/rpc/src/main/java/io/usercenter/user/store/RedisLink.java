package io.usercenter.user.store;

import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.config.RedisNode;
import io.usercenter.user.metric.CommandMetrics;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
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
  private static final int CONNECT_MILLIS = 1000;
  private static final long COMMAND_MILLIS = 1000;

  /** A connection that is silent for this long, although it is pinged, is closed. */
  private static final int SILENCE_SECONDS = 5;

  /** After a failed attempt to connect commands fail at once for so long. */
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Context context;
  private final Redis client;
  private final RedisPoolMetrics pool;
  private final CommandMetrics metrics;
  private final Tracing tracing;
  private @Nullable Future<RedisConnection> connection;
  private int generation;

  /** A command timed out and no ping was answered since: a hung Redis costs its callers nothing. */
  private boolean stalled;

  private long restUntil = System.nanoTime();
  private @Nullable Throwable lastFailure;

  /** Belongs to the event loop it is created on. */
  public RedisLink(
      Vertx vertx, RedisNode node, RedisPoolMetrics pool, CommandMetrics metrics, Tracing tracing) {
    context = vertx.getOrCreateContext();
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout(CONNECT_MILLIS)
            .setTcpNoDelay(true)
            .setReadIdleTimeout(SILENCE_SECONDS);
    RedisOptions options =
        new RedisOptions()
            .setConnectionString("redis://" + node.address())
            .setProtocolNegotiation(false)
            .setMaxPoolSize(1)
            .setMaxWaitingHandlers(16 * 1024)
            .setNetClientOptions(net);
    if (!node.password().isEmpty()) {
      options.setPassword(node.password());
    }
    client = Redis.createClient(vertx, options);
    this.pool = pool;
    this.metrics = metrics;
    this.tracing = tracing;
    pool.allow();
  }

  /** A round trip, callable from any thread. */
  public Future<Response> ping() {
    Promise<Response> answer = Promise.promise();
    context.runOnContext(now ->
        connection()
            .compose(open -> open.send(Request.cmd(Command.PING)))
            .timeout(COMMAND_MILLIS, TimeUnit.MILLISECONDS)
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

  /** A null response is Redis's nil. */
  Future<@Nullable Response> send(Request request, Span parent) {
    String command = request.command().toString().toLowerCase(Locale.ROOT);
    if (stalled) {
      metrics.failed(command, "breaker open");
      return Future.failedFuture(new StalledException());
    }
    Elapsed elapsed = Elapsed.start();
    Span span = tracing.client("redis", parent).setTag("redis.cmds", "[\"" + command + "\"]");
    pool.busy();
    return connection()
        .compose(open -> open.send(request))
        .timeout(COMMAND_MILLIS, TimeUnit.MILLISECONDS)
        .onComplete(response -> {
          pool.idle();
          metrics.observe(command, elapsed.millis());
          if (response.failed()) {
            stalled |= response.cause() instanceof TimeoutException;
            metrics.failed(command, kind(response.cause()));
            Tags.ERROR.set(span, true);
          }
          span.finish();
        });
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
  private static String kind(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return "timeout";
    }
    return cause instanceof ErrorType ? "unexpected error" : "eof";
  }

  /** Not asked, since Redis hangs. */
  private static final class StalledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StalledException() {
      super("Redis hangs", null, false, false);
    }
  }
}
