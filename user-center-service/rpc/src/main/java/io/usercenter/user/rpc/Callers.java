package io.usercenter.user.rpc;

import io.opentracing.Span;
import io.usercenter.user.contract.Caller;
import io.usercenter.user.model.Account;
import io.usercenter.user.store.SessionTable;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Turns the caller of a message into the account behind an open session. */
final class Callers {
  private final SessionTable sessions;

  Callers(SessionTable sessions) {
    this.sessions = sessions;
  }

  /** Asked for every call, so that closing a session takes effect at once. */
  Future<Account> require(Caller caller, Span span) {
    return session(caller)
        .map(id -> sessions.caller(id, caller.getUserId(), span))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()))
        .compose(account ->
            account
                .map(Future::succeededFuture)
                .orElseGet(
                    () -> Future.failedFuture(Refusals.unauthenticated("the session is closed"))));
  }

  static Optional<UUID> session(Caller caller) {
    try {
      return Optional.of(UUID.fromString(caller.getSessionId()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
