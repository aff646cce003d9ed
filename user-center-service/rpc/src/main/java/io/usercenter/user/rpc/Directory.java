package io.usercenter.user.rpc;

import io.opentracing.Span;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.Refused;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.ListUsersRequest;
import io.usercenter.user.contract.ListUsersResponse;
import io.usercenter.user.model.Account;
import io.usercenter.user.model.Role;
import io.usercenter.user.store.AccountStore;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists all accounts, page by page, for administrators. */
final class Directory {
  private static final int MOST = 100;
  private static final Pattern CURSOR = Pattern.compile("after:(\\d{1,18})");

  private final AccountStore accounts;
  private final Callers callers;

  Directory(AccountStore accounts, Callers callers) {
    this.accounts = accounts;
    this.callers = callers;
  }

  List<Endpoint<?, ?>> endpoints() {
    return List.of(Refusals.endpoint(UsersMethods.LIST_USERS, this::list));
  }

  private Future<ListUsersResponse> list(ListUsersRequest request, Span span) {
    return callers
        .require(request.getCaller(), span)
        .compose(account ->
            account.role() == Role.ADMIN
                ? page(request, span)
                : Future.failedFuture(
                    Refused.because(GrpcStatus.PERMISSION_DENIED, "administrators only")));
  }

  private Future<ListUsersResponse> page(ListUsersRequest request, Span span) {
    int limit = request.getLimit();
    OptionalLong after = after(request.getCursor());
    if (limit < 1 || limit > MOST) {
      return Future.failedFuture(Refusals.invalid(List.of("limit must be 1 to " + MOST)));
    }
    if (after.isEmpty()) {
      return Future.failedFuture(Refusals.invalid(List.of("cursor is not one of this service's")));
    }
    // One more than asked for tells whether there is a next page.
    return accounts.page(after.getAsLong(), limit + 1, span).map(found -> answer(found, limit));
  }

  private static ListUsersResponse answer(List<Account> found, int limit) {
    List<Account> page = found.subList(0, Math.min(limit, found.size()));
    ListUsersResponse.Builder answer = ListUsersResponse.newBuilder();
    page.forEach(account -> answer.addUsers(Messages.user(account)));
    if (found.size() > limit) {
      answer.setNextCursor(cursor(page.getLast().id()));
    }
    return answer.build();
  }

  private static String cursor(long id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("after:" + id).getBytes(StandardCharsets.US_ASCII));
  }

  private static OptionalLong after(String cursor) {
    if (cursor.isEmpty()) {
      return OptionalLong.of(Long.MIN_VALUE);
    }
    try {
      byte[] text = Base64.getUrlDecoder().decode(cursor);
      Matcher matcher = CURSOR.matcher(new String(text, StandardCharsets.US_ASCII));
      return matcher.matches()
          ? OptionalLong.of(Long.parseLong(matcher.group(1)))
          : OptionalLong.empty();
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }
}
