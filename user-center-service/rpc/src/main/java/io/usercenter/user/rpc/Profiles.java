package io.usercenter.user.rpc;

import io.opentracing.Span;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.Refused;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.DeleteUserRequest;
import io.usercenter.user.contract.DeleteUserResponse;
import io.usercenter.user.contract.GetUserRequest;
import io.usercenter.user.contract.UpdateUserRequest;
import io.usercenter.user.contract.User;
import io.usercenter.user.model.Account;
import io.usercenter.user.model.AccountFields;
import io.usercenter.user.password.Passwords;
import io.usercenter.user.rpc.Attempts.Proof;
import io.usercenter.user.store.AccountChange;
import io.usercenter.user.store.AccountChange.NewPassword;
import io.usercenter.user.store.AccountStore;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What callers do with their own account. */
final class Profiles {
  private final AccountStore accounts;
  private final Callers callers;
  private final Attempts attempts;
  private final Passwords passwords;

  Profiles(AccountStore accounts, Callers callers, Attempts attempts, Passwords passwords) {
    this.accounts = accounts;
    this.callers = callers;
    this.attempts = attempts;
    this.passwords = passwords;
  }

  List<Endpoint<?, ?>> endpoints() {
    return List.of(
        Refusals.endpoint(UsersMethods.GET_USER, this::get),
        Refusals.endpoint(UsersMethods.UPDATE_USER, this::update),
        Refusals.endpoint(UsersMethods.DELETE_USER, this::delete));
  }

  private Future<User> get(GetUserRequest request, Span span) {
    return callers.require(request.getCaller(), span).map(Messages::user);
  }

  private Future<User> update(UpdateUserRequest request, Span span) {
    return callers
        .require(request.getCaller(), span)
        .compose(account -> valid(request).map(account))
        .compose(account -> change(request, account, span))
        .map(Messages::user);
  }

  private Future<DeleteUserResponse> delete(DeleteUserRequest request, Span span) {
    return callers
        .require(request.getCaller(), span)
        .compose(account -> accounts.delete(account.id(), span))
        .map(gone -> DeleteUserResponse.getDefaultInstance());
  }

  private static Future<Void> valid(UpdateUserRequest request) {
    AccountFields fields = new AccountFields();
    if (request.hasEmail()) {
      fields.email(request.getEmail());
    }
    if (request.hasNickname()) {
      fields.nickname(request.getNickname());
    }
    if (request.hasBio()) {
      fields.bio(request.getBio());
    }
    if (request.hasNewPassword()) {
      fields.password("new_password", request.getNewPassword());
    }
    return fields.problems().isEmpty()
        ? Future.succeededFuture()
        : Future.failedFuture(Refusals.invalid(fields.problems()));
  }

  private Future<Account> change(UpdateUserRequest request, Account account, Span span) {
    if (request.hasNewPassword()) {
      return newPassword(request, account, span)
          .compose(password -> write(request, account, password, span));
    }
    boolean nothing = !request.hasEmail() && !request.hasNickname() && !request.hasBio();
    return nothing ? Future.succeededFuture(account) : write(request, account, null, span);
  }

  private Future<NewPassword> newPassword(UpdateUserRequest request, Account account, Span span) {
    return attempts
        .check(
            account.username(),
            request.getCurrentPassword(),
            () -> accounts.credentials(account.id(), span),
            span)
        .compose(proof ->
            proof.map(p -> hashed(request, p)).orElseGet(() -> Future.failedFuture(wrong())));
  }

  private Future<NewPassword> hashed(UpdateUserRequest request, Proof proof) {
    return passwords
        .inTurn(() -> passwords.hash(request.getNewPassword()))
        .map(hash -> new NewPassword(proof.credentials().passwordHash(), hash));
  }

  private Future<Account> write(
      UpdateUserRequest request, Account account, @Nullable NewPassword password, Span span) {
    AccountChange change =
        new AccountChange(
            request.hasEmail() ? request.getEmail() : null,
            request.hasNickname() ? request.getNickname() : null,
            request.hasBio() ? request.getBio() : null,
            password);
    return Callers.session(request.getCaller())
        .map(session -> accounts.update(account.id(), session, change, span))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()))
        .compose(written ->
            written
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(gone(password))));
  }

  /** Whoever changed the password, or deleted the account, meanwhile closed this session too. */
  private static Refused gone(@Nullable NewPassword password) {
    return password == null ? Refusals.unauthenticated("the account is gone") : wrong();
  }

  private static Refused wrong() {
    return Refused.because(GrpcStatus.PERMISSION_DENIED, "current_password is wrong");
  }
}
