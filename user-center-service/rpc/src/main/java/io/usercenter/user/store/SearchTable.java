package io.usercenter.user.store;

import io.opentracing.Span;
import io.usercenter.user.model.SearchableUser;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows that the search index is made from, and which indices are to be written. */
public final class SearchTable {
  private static final String USERS =
      "SELECT id, username, nickname, email, bio, created_at, version FROM users ";
  private static final String BY_IDS = USERS + "WHERE id = ANY($1::bigint[])";
  private static final String AFTER = USERS + "WHERE id > $1::bigint ORDER BY id LIMIT $2";
  private static final String INDICES = "SELECT name FROM search_indices ORDER BY name";
  private static final String ADD = "INSERT INTO search_indices (name) VALUES ($1)";
  private static final String KEEP = "DELETE FROM search_indices WHERE name <> $1";

  /** Any number that nobody else locks: the letters of "search". */
  private static final long REBUILD_LOCK = 0x736561726368L;

  private final Database database;

  public SearchTable(Database database) {
    this.database = database;
  }

  /** Those of the users that exist. */
  public Future<List<SearchableUser>> users(Collection<Long> ids, Span span) {
    return database.query(BY_IDS, Tuple.of(ids.toArray(Long[]::new)), span).map(SearchTable::users);
  }

  /** By id, from the first one after the given. */
  public Future<List<SearchableUser>> usersAfter(long id, int limit, Span span) {
    return database.query(AFTER, Tuple.of(id, limit), span).map(SearchTable::users);
  }

  /** The indices that every change has to be written to. */
  public Future<List<String>> indices(Span span) {
    return database
        .query(INDICES, Tuple.tuple(), span)
        .map(rows -> stream(rows).map(row -> row.getString(0)).toList());
  }

  public Future<?> addIndex(String name, Span span) {
    return database.exec(ADD, Tuple.of(name), span);
  }

  /** Forgets all others. */
  public Future<?> keepOnlyIndex(String name, Span span) {
    return database.exec(KEEP, Tuple.of(name), span);
  }

  /** Empty when another process rebuilds the index at the moment. */
  public <T> Future<Optional<T>> whileRebuilding(Supplier<Future<T>> work) {
    return database.exclusively(REBUILD_LOCK, work);
  }

  private static List<SearchableUser> users(RowSet<Row> rows) {
    return stream(rows).map(SearchTable::user).toList();
  }

  private static Stream<Row> stream(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private static SearchableUser user(Row row) {
    String email = row.getString(3);
    return new SearchableUser(
        row.getLong(0),
        row.getString(1),
        row.getString(2),
        email.substring(0, Math.max(0, email.lastIndexOf('@'))),
        row.getString(4),
        row.getOffsetDateTime(5).toInstant(),
        row.getLong(6));
  }
}
