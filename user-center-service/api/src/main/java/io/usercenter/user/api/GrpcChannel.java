package io.usercenter.user.api;

import com.google.protobuf.Message;
import io.opentracing.Span;
import io.usercenter.user.call.Calls;
import io.usercenter.user.call.Channel;
import io.usercenter.user.call.Method;
import io.usercenter.user.call.Refused;
import io.usercenter.user.call.UsersMethods;
import io.usercenter.user.guard.Breaker;
import io.usercenter.user.guard.Breakers;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.metric.RpcMetrics;
import io.usercenter.user.program.Chassis;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls the gRPC service over HTTP/2, with a deadline, measured and traced. */
final class GrpcChannel implements Channel {
  private static final int CONNECT_MILLIS = 1000;
  private static final Duration SOON = Duration.ofSeconds(1);

  /** How long a call waits for a service that is being replaced, and how often it looks. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofMillis(25);

  private static final ServiceMethod<HealthCheckResponse, HealthCheckRequest> CHECK =
      ServiceMethod.client(
          ServiceName.create("grpc.health.v1.Health"),
          "Check",
          GrpcMessageEncoder.encoder(),
          GrpcMessageDecoder.decoder(HealthCheckResponse.newBuilder()));

  /** The empty name would only ask whether the process is alive. */
  private static final HealthCheckRequest CHECK_USERS =
      HealthCheckRequest.newBuilder().setService(UsersMethods.SERVICE).build();

  private final Vertx vertx;
  private final GrpcClient client;
  private final UserRpc settings;
  private final Duration passwordTimeout;
  private final Calls calls;
  private final Tracing tracing;
  private final Breakers breakers;
  private final Map<Method<?, ?>, Called<?, ?>> methods = new ConcurrentHashMap<>();

  /** A method as it is called, each with a breaker of its own: one may fail while others do not. */
  private record Called<Q, A>(ServiceMethod<A, Q> method, Breaker breaker, long timeoutMillis) {}

  GrpcChannel(Chassis chassis, UserRpc settings) {
    vertx = chassis.vertx();
    this.settings = settings;
    passwordTimeout = chassis.config().passwordTimeout(settings.timeout());
    calls = new Calls(RpcMetrics.client(chassis.registry()));
    tracing = chassis.tracing();
    breakers = new Breakers(chassis.registry());
    HttpClientOptions http =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false)
            .setConnectTimeout(CONNECT_MILLIS);
    client = GrpcClient.client(vertx, new GrpcClientOptions(), http);
  }

  @Override
  public <Q extends Message, A extends Message> Future<A> call(
      Method<Q, A> method, Q request, Span parent) {
    Elapsed elapsed = Elapsed.start();
    Span span = tracing.client(method.path().substring(1), parent);
    Called<Q, A> called = called(method);
    Future<A> answer =
        called
            .breaker()
            .guard(() -> send(called, request, span), GrpcChannel::isFailure)
            .recover(cause -> Future.failedFuture(refused(cause)));
    return calls.measured(method, elapsed, answer, span);
  }

  @SuppressWarnings("unchecked") // The map only ever holds a method's own form.
  private <Q extends Message, A extends Message> Called<Q, A> called(Method<Q, A> method) {
    return (Called<Q, A>)
        methods.computeIfAbsent(
            method,
            m ->
                new Called<>(method.called(), breakers.of("rpc " + method.path()), millis(method)));
  }

  private long millis(Method<?, ?> method) {
    boolean hashing = UsersMethods.HASHING.contains(method);
    return (hashing ? passwordTimeout : settings.timeout()).toMillis();
  }

  /**
   * go-zero's, but for RESOURCE_EXHAUSTED: here it is the caller's own limit, and one who guesses
   * passwords must not keep everybody else out.
   */
  private static boolean isFailure(Throwable cause) {
    return cause instanceof Refused refused
        && switch (refused.status()) {
          case DEADLINE_EXCEEDED, INTERNAL, UNAVAILABLE, DATA_LOSS, UNIMPLEMENTED -> true;
          default -> false;
        };
  }

  @Override
  public Future<?> check() {
    return send(CHECK, settings.timeout().toMillis(), CHECK_USERS, null, Duration.ZERO)
        .compose(answer ->
            answer.getStatus() == HealthCheckResponse.ServingStatus.SERVING
                ? Future.succeededFuture()
                : Future.failedFuture("the service is " + answer.getStatus()));
  }

  @Override
  public Future<?> close() {
    return client.close();
  }

  private <Q, A> Future<A> send(Called<Q, A> called, Q message, Span span) {
    return send(called.method(), called.timeoutMillis(), message, span, PATIENCE);
  }

  private <Q, A> Future<A> send(
      ServiceMethod<A, Q> method,
      long timeoutMillis,
      Q message,
      @Nullable Span span,
      Duration patience) {
    return open(method, System.nanoTime() + patience.toNanos())
        .compose(request -> {
          if (span != null) {
            tracing.inject(span, request.headers());
          }
          request.timeout(timeoutMillis, TimeUnit.MILLISECONDS);
          return request.send(message);
        })
        .compose(GrpcChannel::answer)
        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(refused(cause)));
  }

  /** A request on a connection; until there is one nothing was sent, so that trying is harmless. */
  private <Q, A> Future<GrpcClientRequest<Q, A>> open(ServiceMethod<A, Q> method, long until) {
    return client
        .request(settings.address(), method)
        .recover(cause ->
            System.nanoTime() >= until
                ? Future.failedFuture(cause)
                : vertx
                    .timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                    .compose(_ -> open(method, until)));
  }

  /**
   * The message, or why there is none. Then the trailers are all there is, and come in the frame
   * that otherwise has the headers.
   */
  private static <A> Future<A> answer(GrpcClientResponse<?, A> response) {
    return response
        .last()
        .recover(cause -> {
          GrpcStatus status = response.status();
          if (status == null || status == GrpcStatus.OK) {
            return Future.failedFuture(cause);
          }
          String message = response.statusMessage();
          return Future.failedFuture(
              new Refused(
                  status,
                  message == null ? "" : message,
                  retryAfter(response.headers().get("retry-after")),
                  cause));
        });
  }

  private static Duration retryAfter(@Nullable String seconds) {
    return seconds != null && seconds.matches("[0-9]{1,6}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }

  private static Refused refused(Throwable cause) {
    if (cause instanceof Refused refused) {
      return refused;
    }
    return cause instanceof TimeoutException
        ? new Refused(GrpcStatus.DEADLINE_EXCEEDED, "gateway timeout", Duration.ZERO, cause)
        : new Refused(GrpcStatus.UNAVAILABLE, "service unavailable", SOON, cause);
  }
}
