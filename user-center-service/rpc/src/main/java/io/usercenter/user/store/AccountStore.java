package io.usercenter.user.store;

import io.opentracing.Span;
import io.usercenter.user.model.Account;
import io.usercenter.user.model.Credentials;
import io.usercenter.user.store.AccountTable.Written;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads and writes accounts; whoever keeps copies of a row learns of every write. */
public final class AccountStore {
  private final AccountTable table;
  private final OutboxTable outbox;
  private final CacheFence fence;
  private final Runnable changed;

  /**
   * @param changed told after each write that the outbox has something new
   */
  public AccountStore(Database database, CacheFence fence, Runnable changed) {
    table = new AccountTable(database);
    outbox = new OutboxTable(database);
    this.fence = fence;
    this.changed = changed;
  }

  /** By username, whatever its case. */
  public Future<Optional<Credentials>> credentials(String username, Span span) {
    return table.credentials(username, span);
  }

  public Future<Optional<Credentials>> credentials(long id, Span span) {
    return table.credentials(id, span);
  }

  /** In the order of ids, beginning after the given one. */
  public Future<List<Account>> page(long after, int limit, Span span) {
    return table.page(after, limit, span);
  }

  /** Fails with {@code AlreadyTaken}; that both are free now does not mean that they stay so. */
  public Future<Void> requireFree(String username, String email, Span span) {
    return table.requireFree(username, email, span);
  }

  /** Fails with {@code AlreadyTaken}. */
  public Future<Account> register(NewAccount account, Span span) {
    return table.insert(account, span).compose(written -> followed(written, span));
  }

  /**
   * Fails with {@code AlreadyTaken}. Empty when the account, or the password that is to be
   * replaced, is not there any more.
   *
   * @param session the one that a new password leaves open
   */
  public Future<Optional<Account>> update(long id, UUID session, AccountChange change, Span span) {
    return table.update(id, session, change, span).compose(written -> followed(written, span));
  }

  /** With all sessions. Empty when it is not there any more. */
  public Future<Optional<Account>> delete(long id, Span span) {
    return table.delete(id, span).compose(written -> followed(written, span));
  }

  /** The same password in a better hash. */
  public Future<?> rehash(long id, String current, String next, Span span) {
    return table.rehash(id, current, next, span);
  }

  private Future<Optional<Account>> followed(Optional<Written> written, Span span) {
    return written
        .map(done -> followed(done, span).map(Optional::of))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  /** Waits for the cache, so that the writer reads its own write; without Redis not for long. */
  private Future<Account> followed(Written written, Span span) {
    changed.run();
    return fence
        .invalidate(List.of(written.account().id()), span)
        .onSuccess(done -> outbox.delete(written.cacheNote()))
        .map(written.account())
        .otherwise(written.account());
  }
}
