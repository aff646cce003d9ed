package io.usercenter.user.standalone;

import com.google.protobuf.Message;
import io.opentracing.Span;
import io.usercenter.user.call.Calls;
import io.usercenter.user.call.Channel;
import io.usercenter.user.call.Endpoint;
import io.usercenter.user.call.Method;
import io.usercenter.user.metric.Elapsed;
import io.usercenter.user.trace.Tracing;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls endpoints of this process: the same spans, metrics and failures as over gRPC, and nothing
 * encoded. There is no deadline of the call's own: the route's and the stores' bound it.
 */
final class LocalChannel implements Channel {
  private final Map<Method<?, ?>, Endpoint<?, ?>> endpoints = new HashMap<>();
  private final Calls client;
  private final Calls server;
  private final Tracing tracing;

  LocalChannel(List<Endpoint<?, ?>> endpoints, Calls client, Calls server, Tracing tracing) {
    endpoints.forEach(endpoint -> this.endpoints.put(endpoint.method(), endpoint));
    this.client = client;
    this.server = server;
    this.tracing = tracing;
  }

  @Override
  public <Q extends Message, A extends Message> Future<A> call(
      Method<Q, A> method, Q request, Span parent) {
    Elapsed elapsed = Elapsed.start();
    String name = method.path().substring(1);
    Span calling = tracing.client(name, parent);
    Span serving = tracing.server(name, calling);
    return client.measured(
        method, elapsed, server.serve(endpoint(method), request, serving), calling);
  }

  @SuppressWarnings("unchecked") // An endpoint has the types of its method.
  private <Q extends Message, A extends Message> Endpoint<Q, A> endpoint(Method<Q, A> method) {
    Endpoint<?, ?> endpoint = endpoints.get(method);
    if (endpoint == null) {
      throw new IllegalArgumentException("nobody answers " + method);
    }
    return (Endpoint<Q, A>) endpoint;
  }

  @Override
  public Future<?> check() {
    return Future.succeededFuture();
  }

  @Override
  public Future<?> close() {
    return Future.succeededFuture();
  }
}
