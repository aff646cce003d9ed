package io.usercenter.user.store;

import io.opentracing.noop.NoopSpan;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The {@code outbox} table: what has to happen elsewhere because a user changed. A row is written
 * with the change, leased while it is worked on and deleted when that is done, so that it survives
 * every crash.
 */
public final class OutboxTable {
  /** The cache follows at once; its row is for when that failed, and is not due before. */
  private static final String TOPICS =
      "(VALUES ('cache', interval '2 seconds'), ('search', interval '0')) AS topics (topic, delay)";

  private static final String CLAIM =
      "UPDATE outbox SET due_at = now() + $3 * interval '1 millisecond' WHERE id IN (SELECT id"
          + " FROM outbox WHERE topic = $1 AND due_at <= now() ORDER BY id LIMIT $2::bigint"
          + " FOR UPDATE SKIP LOCKED) RETURNING id, user_id, version";

  private static final String POSTPONE =
      "UPDATE outbox SET due_at = now() + $2 * interval '1 millisecond' WHERE id = ANY($1)";

  private static final String DELETE = "DELETE FROM outbox WHERE id = ANY($1)";

  /** Counts no further than this, however long the other side is away. */
  private static final String BACKLOG =
      "SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8"
          + " FROM (SELECT created_at FROM outbox WHERE topic = $1 ORDER BY id LIMIT 10000) AS oldest";

  private final Statements statements;

  public OutboxTable(Database database) {
    statements = database;
  }

  /** One row: this user changed, to this version. */
  public record Change(long id, long userId, long version) {}

  /** How many rows there are, up to 10,000, and how old the oldest is. */
  record Backlog(long rows, double seconds) {}

  /** The statement, whose result has {@code id} and {@code version}, and the rows that note it. */
  static String noting(String change) {
    return "WITH changed AS ("
        + change
        + "), noted AS (INSERT INTO outbox (topic, user_id, version, due_at)"
        + " SELECT topic, id, version, now() + delay FROM changed CROSS JOIN "
        + TOPICS
        + " RETURNING id, topic)"
        + " SELECT changed.*, (SELECT noted.id FROM noted WHERE topic = 'cache') FROM changed";
  }

  /** Takes due rows, which nobody else gets until the lease ends. */
  Future<List<Change>> claim(String topic, int most, Duration lease) {
    return statements
        .exec(CLAIM, Tuple.of(topic, most, lease.toMillis()), NoopSpan.INSTANCE)
        .map(rows ->
            StreamSupport.stream(rows.spliterator(), false).map(OutboxTable::change).toList());
  }

  Future<?> postpone(List<Change> changes, Duration pause) {
    return statements.exec(POSTPONE, Tuple.of(ids(changes), pause.toMillis()), NoopSpan.INSTANCE);
  }

  Future<?> delete(List<Change> changes) {
    return delete(ids(changes));
  }

  Future<?> delete(Long... ids) {
    return statements.exec(DELETE, Tuple.of(ids), NoopSpan.INSTANCE);
  }

  Future<Backlog> backlog(String topic) {
    return statements
        .query(BACKLOG, Tuple.of(topic), NoopSpan.INSTANCE)
        .map(rows -> rows.iterator().next())
        .map(row -> new Backlog(row.getLong(0), row.getDouble(1)));
  }

  private static Change change(Row row) {
    return new Change(row.getLong(0), row.getLong(1), row.getLong(2));
  }

  private static Long[] ids(List<Change> changes) {
    return changes.stream().map(Change::id).toArray(Long[]::new);
  }
}
