package io.usercenter.user.store;

import io.opentracing.Span;
import io.usercenter.user.model.Account;
import io.usercenter.user.model.Credentials;
import io.usercenter.user.model.RefreshToken;
import io.usercenter.user.model.Session;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The {@code sessions} table. */
public final class SessionTable {
  /** An account's least recently used session gives way to one more. */
  private static final int MOST_FOR_ONE = 20;

  private static final String ACCOUNT =
      Arrays.stream(AccountTable.COLUMNS.split(", "))
          .map("users."::concat)
          .collect(Collectors.joining(", "));

  private static final String CALLER =
      "SELECT "
          + ACCOUNT
          + " FROM sessions JOIN users ON users.id = sessions.user_id"
          + " WHERE sessions.id = $1 AND sessions.user_id = $2 AND expires_at > now()";

  /**
   * The lock makes a change of the password that is under way come first, and then this finds
   * another hash; or later, and then that closes this session too.
   */
  private static final String OPEN =
      "WITH login AS (SELECT "
          + AccountTable.COLUMNS
          + " FROM users WHERE id = $2::bigint AND password_hash = $3 FOR SHARE),"
          + " opened AS (INSERT INTO sessions (id, user_id, family_hash, refresh_hash, expires_at)"
          + " SELECT $1, login.id, $4, $5, now() + $6 * interval '1 second' FROM login"
          + " RETURNING id, expires_at),"
          + " surplus AS (DELETE FROM sessions WHERE id IN (SELECT id FROM sessions"
          + " WHERE user_id = $2::bigint ORDER BY expires_at > now() DESC, last_used_at DESC"
          + " OFFSET $7::bigint))"
          + " SELECT login.*, opened.id, opened.expires_at FROM login CROSS JOIN opened";

  private static final String ROTATE =
      "UPDATE sessions SET refresh_hash = $3, last_used_at = now(),"
          + " expires_at = now() + $4 * interval '1 second' FROM users"
          + " WHERE family_hash = $1 AND refresh_hash = $2 AND expires_at > now()"
          + " AND users.id = sessions.user_id RETURNING "
          + ACCOUNT
          + ", sessions.id, sessions.expires_at";

  private static final String CLOSE_FAMILY = "DELETE FROM sessions WHERE family_hash = $1";

  private static final String CLOSE = "DELETE FROM sessions WHERE id = $1 AND user_id = $2";

  private static final String CLOSE_ALL = "DELETE FROM sessions WHERE user_id = $1";

  private static final String CLOSE_OTHERS = "DELETE FROM sessions WHERE user_id = $1 AND id <> $2";

  private static final int COLUMN_COUNT = 9;

  private final Database database;
  private final long expirySeconds;

  public SessionTable(Database database, Duration expiry) {
    this.database = database;
    expirySeconds = expiry.toSeconds();
  }

  /** The account whose session this is; empty when it is closed or expired. */
  public Future<Optional<Account>> caller(UUID session, long userId, Span span) {
    return database
        .query(CALLER, Tuple.of(session, userId), span)
        .map(rows -> AccountTable.first(rows).map(AccountTable::account));
  }

  /** Empty when the account is gone, or has another password by now. */
  public Future<Optional<Session>> open(Credentials login, RefreshToken token, Span span) {
    Tuple parameters =
        Tuple.of(UUID.randomUUID(), login.account().id(), login.passwordHash())
            .addBuffer(Buffer.buffer(token.familyHash()))
            .addBuffer(Buffer.buffer(token.secretHash()))
            .addLong(expirySeconds)
            .addInteger(MOST_FOR_ONE - 1);
    return database.exec(OPEN, parameters, span).map(SessionTable::session);
  }

  /** Empty when the token is not the newest of an open session, which is then closed. */
  public Future<Optional<Session>> rotate(RefreshToken used, RefreshToken next, Span span) {
    Buffer family = Buffer.buffer(used.familyHash());
    Tuple parameters =
        Tuple.of(
            family,
            Buffer.buffer(used.secretHash()),
            Buffer.buffer(next.secretHash()),
            expirySeconds);
    return database
        .exec(ROTATE, parameters, span)
        .map(SessionTable::session)
        .compose(session ->
            session.isPresent()
                ? Future.succeededFuture(session)
                : database.exec(CLOSE_FAMILY, Tuple.of(family), span).map(session));
  }

  public Future<?> close(UUID session, long userId, Span span) {
    return database.exec(CLOSE, Tuple.of(session, userId), span);
  }

  public Future<?> closeAll(long userId, Span span) {
    return database.exec(CLOSE_ALL, Tuple.of(userId), span);
  }

  static Future<?> closeOthers(Statements statements, long userId, UUID kept, Span span) {
    return statements.exec(CLOSE_OTHERS, Tuple.of(userId, kept), span);
  }

  private static Optional<Session> session(RowSet<Row> rows) {
    return AccountTable.first(rows)
        .map(row ->
            new Session(
                row.getUUID(COLUMN_COUNT),
                AccountTable.account(row),
                row.getOffsetDateTime(COLUMN_COUNT + 1).toInstant()));
  }
}
