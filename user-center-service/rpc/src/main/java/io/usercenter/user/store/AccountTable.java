package io.usercenter.user.store;

import io.opentracing.Span;
import io.usercenter.user.model.Account;
import io.usercenter.user.model.AlreadyTaken;
import io.usercenter.user.model.Credentials;
import io.usercenter.user.model.Role;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Writes and reads whole accounts in the {@code users} table. */
final class AccountTable {
  static final String COLUMNS =
      "id, username, email, nickname, bio, role, version, created_at, updated_at";

  private static final int COLUMN_COUNT = 9;

  /** Nobody has it. */
  private static final String NO_USERNAME = "";

  /** An ancestor's usernames may differ by case only: the exact one comes first. */
  private static final String BY_USERNAME =
      "SELECT "
          + COLUMNS
          + ", password_hash FROM users WHERE lower(username) = lower($1)"
          + " ORDER BY username = $1 DESC, id LIMIT 1";

  private static final String CREDENTIALS =
      "SELECT " + COLUMNS + ", password_hash FROM users WHERE id = $1::bigint";

  private static final String PAGE =
      "SELECT " + COLUMNS + " FROM users WHERE id > $1::bigint ORDER BY id LIMIT $2::bigint";

  /**
   * An ancestor's rows may keep the indexes from being unique, so that whoever takes a name holds
   * it until the commit. Always the lesser first: two who want the same two never wait for each
   * other.
   */
  private static final String HOLD =
      "SELECT pg_advisory_xact_lock(least(a, b)) IS NULL, pg_advisory_xact_lock(greatest(a, b)) IS NULL"
          + " FROM (SELECT hashtextextended(lower($1), 0) AS a,"
          + " hashtextextended(lower($2), 0) AS b) AS names";

  private static final String TAKEN =
      "SELECT lower(username) = lower($1) FROM users"
          + " WHERE (lower(username) = lower($1) OR lower(email) = lower($2)) AND id <> $3::bigint"
          + " ORDER BY 1 DESC LIMIT 1";

  private static final String INSERT =
      OutboxTable.noting(
          "INSERT INTO users (username, email, password_hash, nickname, bio)"
              + " VALUES ($1, $2, $3, $4, $5) RETURNING "
              + COLUMNS);

  private static final String UPDATE =
      OutboxTable.noting(
          "UPDATE users SET email = coalesce($2, email), nickname = coalesce($3, nickname),"
              + " bio = coalesce($4, bio), password_hash = coalesce($5, password_hash),"
              + " version = version + 1, updated_at = now()"
              + " WHERE id = $1::bigint AND password_hash = coalesce($6, password_hash) RETURNING "
              + COLUMNS);

  private static final String DELETE =
      OutboxTable.noting(
          "DELETE FROM users WHERE id = $1::bigint RETURNING "
              + COLUMNS.replace("version", "version + 1 AS version"));

  private static final String REHASH =
      "UPDATE users SET password_hash = $3 WHERE id = $1::bigint AND password_hash = $2";

  private final Database database;

  AccountTable(Database database) {
    this.database = database;
  }

  /** A committed change, and the row of the outbox that has the cache follow it. */
  record Written(Account account, long cacheNote) {}

  Future<Optional<Credentials>> credentials(String username, Span span) {
    return database
        .query(BY_USERNAME, Tuple.of(username), span)
        .map(rows -> first(rows).map(AccountTable::credentials));
  }

  Future<Optional<Credentials>> credentials(long id, Span span) {
    return database
        .query(CREDENTIALS, Tuple.of(id), span)
        .map(rows -> first(rows).map(AccountTable::credentials));
  }

  Future<List<Account>> page(long after, int limit, Span span) {
    return database
        .query(PAGE, Tuple.of(after, limit), span)
        .map(rows ->
            StreamSupport.stream(rows.spliterator(), false).map(AccountTable::account).toList());
  }

  /** Fails with {@link AlreadyTaken}. */
  Future<Void> requireFree(String username, String email, Span span) {
    return requireFree(database, username, email, 0, span);
  }

  Future<Written> insert(NewAccount account, Span span) {
    String username = account.username();
    String email = account.email();
    return database.transaction(statements ->
        statements
            .query(HOLD, Tuple.of("username " + username, "email " + email), span)
            .compose(held -> requireFree(statements, username, email, 0, span))
            .compose(free ->
                statements.exec(
                    INSERT,
                    Tuple.of(
                        account.username(),
                        account.email(),
                        account.passwordHash(),
                        account.nickname(),
                        account.bio()),
                    span))
            .map(rows -> written(rows.iterator().next())));
  }

  /** Empty when the account, or the password that is to be replaced, is not there any more. */
  Future<Optional<Written>> update(long id, UUID callersSession, AccountChange change, Span span) {
    return database.transaction(statements ->
        holdEmail(statements, id, change, span)
            .compose(free -> statements.exec(UPDATE, parameters(id, change), span))
            .map(rows -> first(rows).map(AccountTable::written))
            .compose(written ->
                written.isPresent() && change.password() != null
                    ? SessionTable.closeOthers(statements, id, callersSession, span).map(written)
                    : Future.succeededFuture(written)));
  }

  Future<Optional<Written>> delete(long id, Span span) {
    return database
        .exec(DELETE, Tuple.of(id), span)
        .map(rows -> first(rows).map(AccountTable::written));
  }

  /** The same password in a better hash: no change that anybody has to learn of. */
  Future<?> rehash(long id, String current, String next, Span span) {
    return database.exec(REHASH, Tuple.of(id, current, next), span);
  }

  static Account account(Row row) {
    return new Account(
        row.getLong(0),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        Role.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
        row.getLong(6),
        row.getOffsetDateTime(7).toInstant(),
        row.getOffsetDateTime(8).toInstant());
  }

  static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }

  private static Future<Void> holdEmail(
      Statements statements, long id, AccountChange change, Span span) {
    String email = change.email();
    if (email == null) {
      return Future.succeededFuture();
    }
    String name = "email " + email;
    return statements
        .query(HOLD, Tuple.of(name, name), span)
        .compose(held -> requireFree(statements, NO_USERNAME, email, id, span));
  }

  private static Future<Void> requireFree(
      Statements statements, String username, String email, long except, Span span) {
    return statements
        .query(TAKEN, Tuple.of(username, email, except), span)
        .compose(rows ->
            first(rows)
                .<Future<Void>>map(row ->
                    Future.failedFuture(new AlreadyTaken(row.getBoolean(0) ? "username" : "email")))
                .orElseGet(Future::succeededFuture));
  }

  private static Tuple parameters(long id, AccountChange change) {
    AccountChange.NewPassword password = change.password();
    return Tuple.of(
        id,
        change.email(),
        change.nickname(),
        change.bio(),
        password == null ? null : password.next(),
        password == null ? null : password.current());
  }

  private static Credentials credentials(Row row) {
    return new Credentials(account(row), row.getString(COLUMN_COUNT));
  }

  private static Written written(Row row) {
    return new Written(account(row), row.getLong(COLUMN_COUNT));
  }
}
