package io.usercenter.user.call;

import com.google.protobuf.Message;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;

/** One unary gRPC method. */
public final class Method<Q extends Message, A extends Message> {
  private final ServiceName service;
  private final String name;
  private final Q request;
  private final A answer;
  private final String path;

  private Method(ServiceName service, String name, Q request, A answer) {
    this.service = service;
    this.name = name;
    this.request = request;
    this.answer = answer;
    path = service.pathOf(name);
  }

  static <Q extends Message, A extends Message> Method<Q, A> of(
      String service, String name, Q request, A answer) {
    return new Method<>(ServiceName.create(service), name, request, answer);
  }

  /** {@code FindUser}. */
  public String name() {
    return name;
  }

  /** {@code usercenter.Users}. */
  public String service() {
    return service.fullyQualifiedName();
  }

  /** {@code /usercenter.Users/FindUser}, the metrics' label. */
  public String path() {
    return path;
  }

  /** As a client needs it. */
  public ServiceMethod<A, Q> called() {
    return ServiceMethod.client(
        service, name, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(answer));
  }

  /** As a server needs it. */
  public ServiceMethod<Q, A> served() {
    return ServiceMethod.server(
        service, name, GrpcMessageEncoder.encoder(), GrpcMessageDecoder.decoder(request));
  }

  @Override
  public String toString() {
    return path;
  }
}
