package io.usercenter.user.rpc;

import io.opentracing.Span;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.usercenter.user.call.Refused;
import io.usercenter.user.model.Credentials;
import io.usercenter.user.password.Passwords;
import io.usercenter.user.password.Passwords.Checked;
import io.usercenter.user.store.Lockout;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** Attempts to prove who one is by a password: few at a time, and few in a row that fail. */
final class Attempts {
  private final Passwords passwords;
  private final Lockout lockout;
  private final Counter outcomes;

  Attempts(Passwords passwords, Lockout lockout, Counter outcomes) {
    this.passwords = passwords;
    this.lockout = lockout;
    this.outcomes = outcomes;
  }

  static Counter outcomes(CollectorRegistry registry) {
    return Counter.build("user_center_login_attempts_total", "checks of a password by outcome.")
        .labelNames("result")
        .register(registry);
  }

  /** Somebody who proved to be the owner, and the better hash if the stored one is outdated. */
  record Proof(Credentials credentials, Optional<String> better) {}

  /**
   * Fails with {@code Refused} while the account rests or too many wait.
   *
   * @param claimed the username as it was given, whether there is such an account or not
   * @return empty when the password is wrong or there is no such account
   */
  Future<Optional<Proof>> check(
      String claimed, String password, Supplier<Future<Optional<Credentials>>> account, Span span) {
    return passwords
        .inTurn(() ->
            lockout
                .rest(claimed, span)
                .compose(rest ->
                    rest.isZero() ? account.get() : Future.failedFuture(Refusals.resting(rest)))
                .compose(found -> checked(claimed, password, found, span)))
        .onSuccess(proof -> outcomes.labels(proof.isPresent() ? "right" : "wrong").inc())
        .onFailure(cause -> outcomes.labels(cause instanceof Refused ? "refused" : "failed").inc());
  }

  private Future<Optional<Proof>> checked(
      String claimed, String password, Optional<Credentials> found, Span span) {
    return passwords
        .check(password, found.map(Credentials::passwordHash))
        .compose(checked ->
            (checked.right() ? lockout.succeeded(claimed, span) : lockout.failed(claimed, span))
                .map(counted -> proof(found, checked)));
  }

  private static Optional<Proof> proof(Optional<Credentials> found, Checked checked) {
    return found.filter(c -> checked.right()).map(c -> new Proof(c, checked.better()));
  }
}
