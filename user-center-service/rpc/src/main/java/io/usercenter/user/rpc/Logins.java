package io.usercenter.user.rpc;

import io.opentracing.Span;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.LoginRequest;
import io.usercenter.user.contract.LogoutRequest;
import io.usercenter.user.contract.LogoutResponse;
import io.usercenter.user.contract.RefreshRequest;
import io.usercenter.user.contract.Session;
import io.usercenter.user.model.Credentials;
import io.usercenter.user.model.RefreshToken;
import io.usercenter.user.rpc.Attempts.Proof;
import io.usercenter.user.store.AccountStore;
import io.usercenter.user.store.SessionTable;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Opens, continues and closes sessions. */
final class Logins {
  private static final int LONGEST_NAME = 50;
  private static final int LONGEST_PASSWORD = 128;

  private final AccountStore accounts;
  private final SessionTable sessions;
  private final Attempts attempts;
  private final Callers callers;

  Logins(AccountStore accounts, SessionTable sessions, Attempts attempts, Callers callers) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.attempts = attempts;
    this.callers = callers;
  }

  List<Endpoint<?, ?>> endpoints() {
    return List.of(
        Refusals.endpoint(UsersMethods.LOGIN, this::login),
        Refusals.endpoint(UsersMethods.REFRESH, this::refresh),
        Refusals.endpoint(UsersMethods.LOGOUT, this::logout));
  }

  private Future<Session> login(LoginRequest request, Span span) {
    String username = request.getUsername();
    String password = request.getPassword();
    if (!isPossible(username, LONGEST_NAME) || !isPossible(password, LONGEST_PASSWORD)) {
      return Future.failedFuture(wrong());
    }
    return attempts
        .check(username, password, () -> accounts.credentials(username, span), span)
        .compose(
            proof -> proof.map(p -> open(p, span)).orElseGet(() -> Future.failedFuture(wrong())));
  }

  private Future<Session> open(Proof proof, Span span) {
    RefreshToken token = RefreshToken.first();
    return upToDate(proof, span)
        .compose(credentials -> sessions.open(credentials, token, span))
        .compose(session -> answer(session, token, Refusals.unauthenticated("log in again")));
  }

  /** An ancestor's hash gives way to ours; if that fails, the login goes on with the old one. */
  private Future<Credentials> upToDate(Proof proof, Span span) {
    Credentials old = proof.credentials();
    return proof
        .better()
        .map(hash ->
            accounts
                .rehash(old.account().id(), old.passwordHash(), hash, span)
                .map(done -> new Credentials(old.account(), hash))
                .otherwise(old))
        .orElseGet(() -> Future.succeededFuture(old));
  }

  private Future<Session> refresh(RefreshRequest request, Span span) {
    Optional<RefreshToken> used = RefreshToken.parse(request.getRefreshToken());
    if (used.isEmpty()) {
      return Future.failedFuture(unknownToken());
    }
    RefreshToken next = used.get().next();
    return sessions
        .rotate(used.get(), next, span)
        .compose(session -> answer(session, next, unknownToken()));
  }

  /** Also for a session that is closed already: the caller gets what it asked for. */
  private Future<LogoutResponse> logout(LogoutRequest request, Span span) {
    Future<?> closed =
        request.getEverywhere()
            ? callers
                .require(request.getCaller(), span)
                .compose(account -> sessions.closeAll(account.id(), span))
            : close(request, span);
    return closed.map(done -> LogoutResponse.getDefaultInstance());
  }

  private Future<?> close(LogoutRequest request, Span span) {
    Optional<UUID> session = Callers.session(request.getCaller());
    return session.isPresent()
        ? sessions.close(session.get(), request.getCaller().getUserId(), span)
        : Future.succeededFuture();
  }

  private static Future<Session> answer(
      Optional<io.usercenter.user.model.Session> session, RefreshToken token, Throwable none) {
    return session
        .map(open -> Future.succeededFuture(message(open, token)))
        .orElseGet(() -> Future.failedFuture(none));
  }

  private static Session message(io.usercenter.user.model.Session session, RefreshToken token) {
    return Session.newBuilder()
        .setSessionId(session.id().toString())
        .setUserId(session.account().id())
        .setUsername(session.account().username())
        .setRole(Messages.role(session.account()))
        .setRefreshToken(token.text())
        .setExpiresAt(Timestamps.of(session.expiresAt()))
        .build();
  }

  /** No text that PostgreSQL cannot take, or that nobody can have. */
  private static boolean isPossible(String text, int longest) {
    return !text.isEmpty() && text.length() <= longest * 2 && text.indexOf('\0') < 0;
  }

  private static Throwable wrong() {
    return Refusals.unauthenticated("wrong username or password");
  }

  private static Throwable unknownToken() {
    return Refusals.unauthenticated("the refresh token is expired, used or unknown");
  }
}
