package io.usercenter.user.store;

import io.opentracing.Span;
import io.usercenter.user.model.User;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The {@code users} table. */
public final class UserTable {
  /** The cast lets any 64-bit id be asked for, although the column has 32. */
  private static final String BY_ID =
      "SELECT id, username, email, created_at, updated_at FROM users WHERE id = $1::bigint";

  private final Database database;

  public UserTable(Database database) {
    this.database = database;
  }

  Future<Optional<User>> find(long id, Span span) {
    return database.query(BY_ID, Tuple.of(id), span).map(UserTable::first);
  }

  private static Optional<User> first(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(
        new User(
            row.getLong(0),
            row.getString(1),
            row.getString(2),
            row.getOffsetDateTime(3).toInstant(),
            row.getOffsetDateTime(4).toInstant()));
  }
}
