package io.usercenter.user.store;

import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.config.DataSource;
import io.usercenter.user.guard.Breaker;
import io.usercenter.user.guard.BreakerOpen;
import io.usercenter.user.metric.CommandMetrics;
import io.usercenter.user.metric.Elapsed;
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
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;

/** PostgreSQL through a pool that pipelines; every query is measured and traced. */
public final class Database {
  /** Few, because a pipelined connection carries many queries and the server pays for each. */
  private static final int CONNECTIONS = 8;

  /** Further queries are refused at once, instead of answering nobody any more. */
  private static final int WAITING = 1024;

  private static final int PIPELINED = 32;
  private static final int CONNECT_MILLIS = 1000;
  private static final long QUERY_MILLIS = 1500;

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

  /** Fails with {@link StoreUnavailable}, unless the statement itself is wrong. */
  Future<RowSet<Row>> query(String sql, Tuple parameters, Span parent) {
    if (!breaker.allows()) {
      metrics.failed("queryRows", "breaker");
      return Future.failedFuture(
          new StoreUnavailable("PostgreSQL is not asked", new BreakerOpen("PostgreSQL")));
    }
    Elapsed elapsed = Elapsed.start();
    Span span = tracing.client("sql", parent).setTag("sql.method", "QueryRow");
    return pool.preparedQuery(sql)
        .execute(parameters)
        .timeout(QUERY_MILLIS, TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(translated(cause)))
        .onComplete(rows -> {
          if (rows.cause() instanceof StoreUnavailable) {
            breaker.failed();
          } else {
            breaker.succeeded();
          }
          metrics.observe("query", elapsed.millis());
          if (rows.failed()) {
            Tags.ERROR.set(span, true);
          }
          span.finish();
        });
  }

  Future<RowSet<Row>> plainQuery(String sql) {
    return pool.query(sql).execute();
  }

  public Future<Void> close() {
    return pool.close();
  }

  /**
   * SQLSTATE classes 22 and 42 are our own mistakes; all else is the server's or network's state.
   */
  private static Throwable translated(Throwable cause) {
    boolean ours =
        cause instanceof PgException e
            && (e.getSqlState().startsWith("22") || e.getSqlState().startsWith("42"));
    return ours ? cause : new StoreUnavailable("PostgreSQL does not answer", cause);
  }
}
