package io.usercenter.user.acceptance;

import com.google.protobuf.Message;
import io.usercenter.user.call.Method;
import io.usercenter.user.call.Refused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls the rpc's own port, past the gateway. */
final class RpcClient implements AutoCloseable {
  private static final int SECONDS = 10;

  private final Vertx vertx = Vertx.vertx();
  private final GrpcClient client = GrpcClient.client(vertx);
  private final SocketAddress server;

  RpcClient(int port) {
    server = SocketAddress.inetSocketAddress(port, "127.0.0.1");
  }

  /** Throws {@link Refused} as the service refused; its retry-after is whole seconds. */
  <Q extends Message, A extends Message> A call(Method<Q, A> method, Q request) {
    Future<A> answer =
        client
            .request(server, method.called())
            .compose(call -> {
              call.timeout(SECONDS, TimeUnit.SECONDS);
              return call.send(request);
            })
            .compose(response ->
                response.last().recover(cause -> Future.failedFuture(refused(response))));
    try {
      return answer.toCompletionStage().toCompletableFuture().get(SECONDS + 1, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Refused refused ? refused : new IllegalStateException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Refused refused(GrpcClientResponse<?, ?> response) {
    String seconds = Optional.ofNullable(response.headers().get("retry-after")).orElse("0");
    return new Refused(
        response.status(),
        String.valueOf(response.statusMessage()),
        Duration.ofSeconds(Long.parseLong(seconds)),
        null);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
