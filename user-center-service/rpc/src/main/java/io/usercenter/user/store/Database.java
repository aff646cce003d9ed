package io.usercenter.user.store;

import io.opentracing.Span;
import io.opentracing.noop.NoopSpan;
import io.opentracing.tag.Tags;
import io.usercenter.user.config.DataSource;
import io.usercenter.user.guard.Breaker;
import io.usercenter.user.guard.BreakerOpen;
import io.usercenter.user.metric.CommandMetrics;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.model.AlreadyTaken;
import io.usercenter.user.model.StoreUnavailable;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL through a pool that pipelines; every statement is measured, and traced unless its
 * parent is no span.
 */
public final class Database implements Statements {
  /** Few, because a pipelined connection carries many queries and the server pays for each. */
  private static final int CONNECTIONS = 8;

  /** Further queries are refused at once, instead of answering nobody any more. */
  private static final int WAITING = 1024;

  private static final int PIPELINED = 32;
  private static final int CONNECT_MILLIS = 1000;
  private static final long QUERY_MILLIS = 1500;
  private static final long TRANSACTION_MILLIS = 2500;

  /** The server's own deadlines, for when ours have passed: nothing holds a lock for longer. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "statement_timeout", "3000",
          "lock_timeout", "1000",
          "idle_in_transaction_session_timeout", "5000");

  private static final String UNIQUE_VIOLATION = "23505";

  private final Pool pool;
  private final CommandMetrics metrics;
  private final Tracing tracing;
  private final Breaker breaker;

  private Database(Pool pool, CommandMetrics metrics, Tracing tracing, Breaker breaker) {
    this.pool = pool;
    this.metrics = metrics;
    this.tracing = tracing;
    this.breaker = breaker;
  }

  /** Connects lazily. */
  public static Database open(
      Vertx vertx, DataSource source, CommandMetrics metrics, Tracing tracing, Breaker breaker) {
    PgConnectOptions connect =
        new PgConnectOptions()
            .setHost(source.host())
            .setPort(source.port())
            .setDatabase(source.database())
            .setUser(source.user())
            .setPassword(source.password())
            .setSslMode(SslMode.of(source.sslMode()))
            .setSslOptions(new ClientSSLOptions().setTrustAll(true))
            .setCachePreparedStatements(true)
            .setPipeliningLimit(PIPELINED);
    LIMITS.forEach(connect::addProperty);
    PoolOptions pool =
        new PoolOptions()
            .setMaxSize(CONNECTIONS)
            .setMaxWaitQueueSize(WAITING)
            .setConnectionTimeout(CONNECT_MILLIS)
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    return new Database(
        PgBuilder.pool().with(pool).connectingTo(connect).using(vertx).build(),
        metrics,
        tracing,
        breaker);
  }

  /** A round trip. */
  public Future<RowSet<Row>> ping() {
    return pool.query("SELECT 1").execute();
  }

  /** Waiting will not mend a refused login or a database that does not exist. */
  public static boolean hopeless(Throwable cause) {
    return cause instanceof PgException e
        && (e.getSqlState().startsWith("28") || e.getSqlState().equals("3D000"));
  }

  @Override
  public Future<RowSet<Row>> query(String sql, Tuple parameters, Span parent) {
    return run(pool, "query", sql, parameters, parent);
  }

  @Override
  public Future<RowSet<Row>> exec(String sql, Tuple parameters, Span parent) {
    return run(pool, "exec", sql, parameters, parent);
  }

  /** All of the work or nothing of it. After a failure of the commit itself, either may be. */
  <T> Future<T> transaction(Function<Statements, Future<T>> work) {
    if (!breaker.allows()) {
      return throttled("Transact");
    }
    return pool.withTransaction(connection -> work.apply(within(connection)))
        .<T>map(Objects::requireNonNull)
        .timeout(TRANSACTION_MILLIS, TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(translated(cause)))
        .onFailure(this::tell);
  }

  private Statements within(SqlClient connection) {
    return new Statements() {
      @Override
      public Future<RowSet<Row>> query(String sql, Tuple parameters, Span parent) {
        return run(connection, "query", sql, parameters, parent);
      }

      @Override
      public Future<RowSet<Row>> exec(String sql, Tuple parameters, Span parent) {
        return run(connection, "exec", sql, parameters, parent);
      }
    };
  }

  private <T> Future<T> throttled(String command) {
    metrics.failed(command, "breaker");
    return Future.failedFuture(
        new StoreUnavailable("PostgreSQL is not asked", new BreakerOpen("PostgreSQL")));
  }

  private void tell(@Nullable Throwable cause) {
    if (cause instanceof StoreUnavailable) {
      breaker.failed();
    } else {
      breaker.succeeded();
    }
  }

  private Span span(Span parent) {
    return parent instanceof NoopSpan ? parent : tracing.client("sql", parent);
  }

  private Future<RowSet<Row>> run(
      SqlClient client, String command, String sql, Tuple parameters, Span parent) {
    if (!breaker.allows()) {
      return throttled(command.equals("query") ? "queryRows" : "Exec");
    }
    Elapsed elapsed = Elapsed.start();
    Span span = span(parent);
    span.setTag("sql.method", command.equals("query") ? "QueryRow" : "Exec");
    return client
        .preparedQuery(sql)
        .execute(parameters)
        .timeout(QUERY_MILLIS, TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(translated(cause)))
        .onComplete(rows -> {
          tell(rows.cause());
          metrics.observe(command, elapsed.millis());
          if (rows.failed()) {
            Tags.ERROR.set(span, true);
          }
          span.finish();
        });
  }

  /**
   * Does the work unless another process holds the lock; then the answer is empty. The server frees
   * the lock when this process dies.
   */
  <T> Future<Optional<T>> exclusively(long lock, Supplier<Future<T>> work) {
    return pool.withConnection(connection ->
        connection
            .preparedQuery("SELECT pg_try_advisory_lock($1)")
            .execute(Tuple.of(lock))
            .compose(rows ->
                rows.iterator().next().getBoolean(0)
                    ? work.get().map(Optional::of).eventually(() -> unlock(connection, lock))
                    : Future.succeededFuture(Optional.empty())));
  }

  private static Future<?> unlock(SqlConnection connection, long lock) {
    return connection.preparedQuery("SELECT pg_advisory_unlock($1)").execute(Tuple.of(lock));
  }

  Future<RowSet<Row>> plainQuery(String sql) {
    return pool.query(sql).execute();
  }

  /** All of the work or nothing of it, measured by nobody and however long it takes. */
  <T> Future<T> unlimited(Function<SqlConnection, Future<T>> work) {
    return pool.withTransaction(work).map(Objects::requireNonNull);
  }

  public Future<Void> close() {
    return pool.close();
  }

  /**
   * SQLSTATE classes 22 and 42 are our own mistakes; all else is the server's or network's state.
   */
  private static Throwable translated(Throwable cause) {
    if (cause instanceof AlreadyTaken || cause instanceof StoreUnavailable) {
      return cause;
    }
    if (cause instanceof PgException e) {
      if (e.getSqlState().equals(UNIQUE_VIOLATION)) {
        return new AlreadyTaken(e.getConstraint().contains("email") ? "email" : "username");
      }
      if (e.getSqlState().startsWith("22") || e.getSqlState().startsWith("42")) {
        return e;
      }
    }
    return new StoreUnavailable("PostgreSQL does not answer", cause);
  }
}
