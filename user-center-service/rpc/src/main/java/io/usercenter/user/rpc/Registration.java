package io.usercenter.user.rpc;

import io.opentracing.Span;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.RegisterRequest;
import io.usercenter.user.contract.User;
import io.usercenter.user.model.AccountFields;
import io.usercenter.user.password.Passwords;
import io.usercenter.user.store.AccountStore;
import io.usercenter.user.store.NewAccount;
import io.vertx.core.Future;
import java.util.List;

/** Makes accounts. */
final class Registration {
  private final AccountStore accounts;
  private final Passwords passwords;

  Registration(AccountStore accounts, Passwords passwords) {
    this.accounts = accounts;
    this.passwords = passwords;
  }

  List<Endpoint<?, ?>> endpoints() {
    return List.of(Refusals.endpoint(UsersMethods.REGISTER, this::register));
  }

  private Future<User> register(RegisterRequest request, Span span) {
    List<String> problems =
        new AccountFields()
            .username(request.getUsername())
            .email(request.getEmail())
            .password("password", request.getPassword())
            .nickname(request.getNickname())
            .bio(request.getBio())
            .problems();
    if (!problems.isEmpty()) {
      return Future.failedFuture(Refusals.invalid(problems));
    }
    return passwords
        .inTurn(() -> hashed(request, span))
        .compose(hash -> accounts.register(account(request, hash), span))
        .map(Messages::user);
  }

  /** Looks before it hashes: of many who want one name all but the first cost next to nothing. */
  private Future<String> hashed(RegisterRequest request, Span span) {
    return accounts
        .requireFree(request.getUsername(), request.getEmail(), span)
        .compose(free -> passwords.hash(request.getPassword()));
  }

  private static NewAccount account(RegisterRequest request, String hash) {
    return new NewAccount(
        request.getUsername(), request.getEmail(), hash, request.getNickname(), request.getBio());
  }
}
