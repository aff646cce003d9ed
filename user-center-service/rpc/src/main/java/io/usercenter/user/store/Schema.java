package io.usercenter.user.store;

import io.usercenter.user.config.DataSource;
import io.usercenter.user.problem.Problem;
import io.usercenter.user.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables up to date. Flyway costs about a CPU-second, so its history is asked first and
 * it is left alone when the newest migration is there.
 */
public final class Schema {
  static final String LATEST = "4";

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
  private static final String NEWEST_APPLIED =
      "SELECT version FROM flyway_schema_history WHERE success"
          + " ORDER BY installed_rank DESC LIMIT 1";

  private final DataSource source;

  public Schema(DataSource source) {
    this.source = source;
  }

  public Future<?> update(Vertx vertx, Database database) {
    return database
        .plainQuery(NEWEST_APPLIED)
        .map(Schema::current)
        .otherwise(false)
        .compose(current ->
            current ? Future.succeededFuture() : vertx.executeBlocking(this::migrate, false));
  }

  private static boolean current(RowSet<Row> newest) {
    return newest.size() == 1 && LATEST.equals(newest.iterator().next().getString(0));
  }

  /** Takes over an ancestor's database as it is: every migration leaves existing rows alone. */
  private Integer migrate() {
    try {
      int applied =
          Flyway.configure()
              .dataSource(source.jdbcUrl(), source.user(), source.password())
              .baselineOnMigrate(true)
              .baselineVersion("0")
              .load()
              .migrate()
              .migrationsExecuted;
      LOG.info("applied {} migrations", applied);
      return applied;
    } catch (FlywayException e) {
      throw new ProblemException(
          new Problem(
              "the schema cannot be brought up to date",
              source.address(),
              String.valueOf(e.getMessage()),
              "give user '%s' the right to create tables, or repair the history"
                  .formatted(source.user())),
          e);
    }
  }
}
