package io.usercenter.user.acceptance;

import com.google.protobuf.Message;
import io.usercenter.user.call.Method;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.contract.Caller;
import io.usercenter.user.contract.FindUserRequest;
import io.usercenter.user.contract.GetUserRequest;
import io.usercenter.user.contract.LoginRequest;
import io.usercenter.user.contract.RegisterRequest;
import io.usercenter.user.contract.Session;
import io.usercenter.user.contract.UpdateUserRequest;
import io.usercenter.user.contract.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls the rpc program itself, blocking. */
final class Rpc implements AutoCloseable {
  static final String PASSWORD = "correct horse";

  private final Vertx vertx = Vertx.vertx();
  private final GrpcClient client = GrpcClient.client(vertx);
  private final SocketAddress address;

  Rpc(int port) {
    address = SocketAddress.inetSocketAddress(port, "127.0.0.1");
  }

  /** What the caller of the gateway would be told. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final GrpcStatus status;
    final String retryAfter;

    Refusal(GrpcStatus status, String message, String retryAfter) {
      super(status.name() + ": " + message);
      this.status = status;
      this.retryAfter = retryAfter;
    }
  }

  <Q extends Message, A extends Message> A call(Method<Q, A> method, Q request) {
    return await(
        client
            .request(address, method.called())
            .compose(call -> call.send(request))
            .compose(Rpc::answer));
  }

  User register(String username) {
    return register(username, username + "@example.com");
  }

  User register(String username, String email) {
    return call(
        UsersMethods.REGISTER,
        RegisterRequest.newBuilder()
            .setUsername(username)
            .setEmail(email)
            .setPassword(PASSWORD)
            .build());
  }

  Session login(String username, String password) {
    return call(
        UsersMethods.LOGIN,
        LoginRequest.newBuilder().setUsername(username).setPassword(password).build());
  }

  Session registerAndLogin(String username) {
    register(username);
    return login(username, PASSWORD);
  }

  User get(Session session) {
    return call(
        UsersMethods.GET_USER, GetUserRequest.newBuilder().setCaller(caller(session)).build());
  }

  User changeEmail(Session session, String email) {
    return call(
        UsersMethods.UPDATE_USER,
        UpdateUserRequest.newBuilder().setCaller(caller(session)).setEmail(email).build());
  }

  String find(long id) {
    return call(UsersMethods.FIND_USER, FindUserRequest.newBuilder().setId(id).build())
        .getUsername();
  }

  static Caller caller(Session session) {
    return Caller.newBuilder()
        .setUserId(session.getUserId())
        .setSessionId(session.getSessionId())
        .build();
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private static <A> A await(Future<A> answer) {
    try {
      return answer.await(10, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  /** Without a message the trailers are in the first frame, where headers are. */
  private static <A> Future<A> answer(GrpcClientResponse<?, A> response) {
    return response
        .last()
        .recover(cause -> {
          GrpcStatus status = response.status();
          return Future.failedFuture(
              status == null || status == GrpcStatus.OK
                  ? cause
                  : new Refusal(
                      status,
                      "" + response.statusMessage(),
                      "" + response.headers().get("retry-after")));
        });
  }
}
