package io.usercenter.user.store;

import io.usercenter.user.config.DataSource;
import io.usercenter.user.problem.Problem;
import io.usercenter.user.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables up to date, all of it or nothing. The history is a table of Flyway's form,
 * which earlier versions used; Flyway itself would cost a first start a CPU-second and bring JDBC
 * along.
 */
public final class Schema {
  static final String LATEST = Migration.ALL.getLast().version();

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
  private static final String NEWEST_APPLIED =
      "SELECT version FROM flyway_schema_history WHERE success"
          + " ORDER BY installed_rank DESC LIMIT 1";

  /** One process at a time, however long another one takes. */
  private static final String ALONE =
      "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;"
          + " SET LOCAL idle_in_transaction_session_timeout = 0;"
          + " SELECT pg_advisory_xact_lock(7305806230311)";

  private static final String HISTORY =
      """
      CREATE TABLE IF NOT EXISTS flyway_schema_history (
          installed_rank integer       NOT NULL CONSTRAINT flyway_schema_history_pk PRIMARY KEY,
          version        varchar(50),
          description    varchar(200)  NOT NULL,
          type           varchar(20)   NOT NULL,
          script         varchar(1000) NOT NULL,
          checksum       integer,
          installed_by   varchar(100)  NOT NULL,
          installed_on   timestamp     NOT NULL DEFAULT now(),
          execution_time integer       NOT NULL,
          success        boolean       NOT NULL
      );
      CREATE INDEX IF NOT EXISTS flyway_schema_history_s_idx ON flyway_schema_history (success)
      """;

  private static final String APPLIED =
      "SELECT version, checksum FROM flyway_schema_history WHERE success AND type = 'SQL'";

  private static final String NOTE =
      "INSERT INTO flyway_schema_history SELECT coalesce(max(installed_rank), 0) + 1,"
          + " $1, $2, 'SQL', $3, $4, current_user, now(), 0, true FROM flyway_schema_history";

  private final DataSource source;

  public Schema(DataSource source) {
    this.source = source;
  }

  public Future<?> update(Database database) {
    return database
        .plainQuery(NEWEST_APPLIED)
        .map(Schema::current)
        .otherwise(false)
        .compose(current -> current ? Future.succeededFuture() : migrate(database));
  }

  private static boolean current(RowSet<Row> newest) {
    return newest.size() == 1 && LATEST.equals(newest.iterator().next().getString(0));
  }

  /** Takes over an ancestor's database as it is: every migration leaves existing rows alone. */
  private Future<?> migrate(Database database) {
    return database
        .unlimited(connection ->
            connection
                .query(ALONE)
                .execute()
                .compose(_ -> connection.query(HISTORY).execute())
                .compose(_ -> connection.query(APPLIED).execute())
                .compose(applied -> apply(missing(applied), connection)))
        .onSuccess(count -> LOG.info("applied {} migrations", count))
        .recover(cause -> Future.failedFuture(problem(cause)));
  }

  private List<Migration> missing(RowSet<Row> applied) {
    Map<String, Integer> checksums = new HashMap<>();
    applied.forEach(row -> checksums.put(row.getString(0), row.getInteger(1)));
    List<Migration> missing = new ArrayList<>();
    for (Migration migration : Migration.ALL) {
      Integer checksum = checksums.get(migration.version());
      if (checksum == null) {
        missing.add(migration);
      } else if (checksum != migration.checksum()) {
        throw problem(
            new IllegalStateException(
                "'" + migration.script() + "' is not what was applied under that number"));
      }
    }
    return missing;
  }

  private static Future<Integer> apply(List<Migration> missing, SqlConnection connection) {
    Future<?> done = Future.succeededFuture();
    for (Migration migration : missing) {
      Tuple noted =
          Tuple.of(
              migration.version(),
              migration.description(),
              migration.script(),
              migration.checksum());
      done =
          done.compose(_ -> connection.query(migration.sql()).execute())
              .compose(_ -> connection.preparedQuery(NOTE).execute(noted));
    }
    return done.map(_ -> missing.size());
  }

  private ProblemException problem(Throwable cause) {
    return cause instanceof ProblemException known
        ? known
        : new ProblemException(
            new Problem(
                "the schema cannot be brought up to date",
                source.address(),
                String.valueOf(cause.getMessage()),
                "give user '%s' the right to create tables, or repair the history"
                    .formatted(source.user())),
            cause);
  }
}
