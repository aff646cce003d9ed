package io.usercenter.user.rpc;

import io.opentracing.Span;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.Refused;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.FindUserRequest;
import io.usercenter.user.contract.FindUserResponse;
import io.usercenter.user.model.User;
import io.usercenter.user.store.UserStore;
import io.vertx.core.Future;
import io.vertx.grpc.common.GrpcStatus;
import java.util.List;
import java.util.Optional;

/** Finds users by id, for everybody. */
final class Lookups {
  private final UserStore store;

  Lookups(UserStore store) {
    this.store = store;
  }

  List<Endpoint<?, ?>> endpoints() {
    return List.of(new Endpoint<>(UsersMethods.FIND_USER, this::find));
  }

  private Future<FindUserResponse> find(FindUserRequest request, Span span) {
    return store
        .find(request.getId(), span)
        .transform(found ->
            found.succeeded()
                ? answer(found.result())
                : Future.failedFuture(Refusals.of(found.cause())));
  }

  private static Future<FindUserResponse> answer(Optional<User> found) {
    return found
        .map(user -> Future.succeededFuture(message(user)))
        .orElseGet(
            () -> Future.failedFuture(Refused.because(GrpcStatus.NOT_FOUND, "user not found")));
  }

  private static FindUserResponse message(User user) {
    return FindUserResponse.newBuilder()
        .setUsername(user.username())
        .setCreatedAt(Timestamps.of(user.createdAt()))
        .build();
  }
}
