package io.usercenter.user.rpc;

import io.opentracing.Span;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.Refused;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.FoundUser;
import io.usercenter.user.contract.SearchUsersRequest;
import io.usercenter.user.contract.SearchUsersResponse;
import io.usercenter.user.search.Cursor;
import io.usercenter.user.search.FoundUsers;
import io.usercenter.user.search.Search;
import io.usercenter.user.search.SearchFailure;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds users by what is known of them, for everybody. */
final class Searches {
  private static final int LONGEST_QUERY = 200;
  private static final int LARGEST_PAGE = 100;
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Optional<Search> search;

  /**
   * @param search empty when the configuration has none
   */
  Searches(Optional<Search> search) {
    this.search = search;
  }

  List<Endpoint<?, ?>> endpoints() {
    return List.of(new Endpoint<>(UsersMethods.SEARCH_USERS, this::find));
  }

  private Future<SearchUsersResponse> find(SearchUsersRequest request, Span span) {
    String query = request.getQuery();
    if (query.isBlank() || query.codePointCount(0, query.length()) > LONGEST_QUERY) {
      return invalid("the query must have 1 to %d characters".formatted(LONGEST_QUERY));
    }
    int limit = request.getLimit();
    if (limit < 1 || limit > LARGEST_PAGE) {
      return invalid("the limit must be 1 to %d".formatted(LARGEST_PAGE));
    }
    Optional<Cursor> after = Cursor.decode(request.getCursor(), query);
    if (after.isEmpty() && !request.getCursor().isEmpty()) {
      return invalid("the cursor is not one of this search");
    }
    return search
        .map(users -> users.find(query, limit, after, span))
        .orElseGet(() -> Future.failedFuture(unavailable(null)))
        .map(Searches::message)
        .recover(cause -> Future.failedFuture(refused(cause)));
  }

  private static Future<SearchUsersResponse> invalid(String message) {
    return Future.failedFuture(Refused.because(GrpcStatus.INVALID_ARGUMENT, message));
  }

  private static Throwable refused(Throwable cause) {
    if (!(cause instanceof SearchFailure failure)) {
      return cause;
    }
    return switch (failure.kind()) {
      case TIMEOUT ->
          new Refused(GrpcStatus.DEADLINE_EXCEEDED, "the search took too long", SOON, cause);
      case UNAVAILABLE, MISSING -> unavailable(cause);
      case REJECTED -> cause;
    };
  }

  private static Refused unavailable(@Nullable Throwable cause) {
    return new Refused(GrpcStatus.UNAVAILABLE, "search is unavailable", SOON, cause);
  }

  private static SearchUsersResponse message(FoundUsers found) {
    SearchUsersResponse.Builder message =
        SearchUsersResponse.newBuilder().setNextCursor(found.nextCursor()).setTotal(found.total());
    found
        .users()
        .forEach(user ->
            message.addUsers(
                FoundUser.newBuilder()
                    .setId(user.id())
                    .setUsername(user.username())
                    .setNickname(user.nickname())
                    .setBio(user.bio())
                    .setCreatedAt(Timestamps.of(user.createdAt()))));
    return message.build();
  }
}
