package io.usercenter.user.api;

import io.opentracing.Span;
import io.opentracing.tag.Tags;
import io.usercenter.user.contract.FindUserRequest;
import io.usercenter.user.contract.FindUserResponse;
import io.usercenter.user.contract.UsersGrpcClient;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.metric.RpcMetrics;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls the gRPC service over HTTP/2, with a deadline, measured and traced. */
final class UserRpcClient {
  private static final String FIND_USER = "/usercenter.Users/FindUser";
  private static final int CONNECT_MILLIS = 1000;

  private static final ServiceMethod<HealthCheckResponse, HealthCheckRequest> CHECK =
      ServiceMethod.client(
          ServiceName.create("grpc.health.v1.Health"),
          "Check",
          GrpcMessageEncoder.encoder(),
          GrpcMessageDecoder.decoder(HealthCheckResponse.newBuilder()));

  /** The empty name would only ask whether the process is alive. */
  private static final HealthCheckRequest CHECK_USERS =
      HealthCheckRequest.newBuilder().setService("usercenter.Users").build();

  private final GrpcClient client;
  private final ApiConfig.UserRpc settings;
  private final RpcMetrics metrics;
  private final Tracing tracing;

  UserRpcClient(Vertx vertx, ApiConfig.UserRpc settings, RpcMetrics metrics, Tracing tracing) {
    this.settings = settings;
    this.metrics = metrics;
    this.tracing = tracing;
    HttpClientOptions http =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false)
            .setConnectTimeout(CONNECT_MILLIS);
    client = GrpcClient.client(vertx, new GrpcClientOptions(), http);
  }

  /** Fails with {@link RpcFailure} only. */
  Future<FindUserResponse> findUser(long id, Span parent) {
    Elapsed elapsed = Elapsed.start();
    Span span =
        tracing
            .client(FIND_USER.substring(1), parent)
            .setTag("rpc.system", "grpc")
            .setTag("rpc.service", "usercenter.Users")
            .setTag("rpc.method", "FindUser");
    return call(UsersGrpcClient.FindUser, FindUserRequest.newBuilder().setId(id).build(), span)
        .onComplete(answer -> {
          GrpcStatus status = answer.succeeded() ? GrpcStatus.OK : status(answer.cause());
          metrics.observe(FIND_USER, status.code, elapsed.millis());
          span.setTag("rpc.grpc.status_code", status.code);
          Tags.ERROR.set(span, status != GrpcStatus.OK && status != GrpcStatus.NOT_FOUND);
          span.finish();
        });
  }

  /** Succeeds when the service says that it and what it needs are well. */
  Future<?> check() {
    return call(CHECK, CHECK_USERS, null)
        .compose(answer ->
            answer.getStatus() == HealthCheckResponse.ServingStatus.SERVING
                ? Future.succeededFuture()
                : Future.failedFuture("the service is " + answer.getStatus()));
  }

  Future<Void> close() {
    return client.close();
  }

  private <Q, A> Future<A> call(ServiceMethod<A, Q> method, Q message, @Nullable Span span) {
    return client
        .request(settings.address(), method)
        .compose(request -> {
          if (span != null) {
            inject(span, request.headers());
          }
          request.timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
          return request.send(message);
        })
        .compose(response -> response.last())
        .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(new RpcFailure(status(cause), cause)));
  }

  private void inject(Span span, MultiMap headers) {
    tracing.inject(span, headers);
  }

  private static GrpcStatus status(Throwable cause) {
    return switch (cause) {
      case RpcFailure failure -> failure.status();
      case InvalidStatusException answered -> answered.actualStatus();
      case TimeoutException late -> GrpcStatus.DEADLINE_EXCEEDED;
      default -> GrpcStatus.UNAVAILABLE;
    };
  }
}
