package io.usercenter.user.api;

import io.usercenter.user.call.Channel;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.Caller;
import io.usercenter.user.contract.ListUsersRequest;
import io.usercenter.user.contract.SearchUsersRequest;
import io.usercenter.user.contract.SearchUsersResponse;
import io.vertx.core.Future;

/** Finds users, a page at a time. */
final class Directory {
  private static final int LIMIT = 20;
  private static final int MOST = 100;
  private static final int LONGEST_QUERY = 200;
  private static final int LONGEST_CURSOR = 1000;

  private final Channel users;
  private final Authenticator authenticator;

  Directory(Channel users, Authenticator authenticator) {
    this.users = users;
    this.authenticator = authenticator;
  }

  Future<Answer> search(Exchange exchange) {
    Query query = Query.of(exchange.request().query());
    SearchUsersRequest request =
        SearchUsersRequest.newBuilder()
            .setQuery(query.required("q", LONGEST_QUERY))
            .setLimit(query.integer("limit", LIMIT, 1, MOST))
            .setCursor(query.optional("cursor", LONGEST_CURSOR))
            .build();
    return users.call(UsersMethods.SEARCH_USERS, request, exchange.span()).map(Directory::found);
  }

  /** For administrators; whether the caller is one is known behind the channel. */
  Future<Answer> list(Exchange exchange) {
    Caller caller = authenticator.caller(exchange.request());
    Query query = Query.of(exchange.request().query());
    ListUsersRequest request =
        ListUsersRequest.newBuilder()
            .setCaller(caller)
            .setLimit(query.integer("limit", LIMIT, 1, MOST))
            .setCursor(query.optional("cursor", LONGEST_CURSOR))
            .build();
    return users
        .call(UsersMethods.LIST_USERS, request, exchange.span())
        .map(page ->
            Answer.json(
                Users.page(page.getUsersList(), Users::whole, page.getNextCursor()).encode()));
  }

  private static Answer found(SearchUsersResponse page) {
    return Answer.json(
        Users.page(page.getUsersList(), Users::found, page.getNextCursor())
            .put("total", page.getTotal())
            .encode());
  }
}
