package io.usercenter.user.call;

import com.google.protobuf.Message;
import io.opentracing.Span;
import io.vertx.core.Future;

/** The way to the service behind the gateway. Used from the event loop it was made for. */
public interface Channel {

  /** Calls with the deadline of the configuration; fails with {@link Refused} only. */
  <Q extends Message, A extends Message> Future<A> call(
      Method<Q, A> method, Q request, Span parent);

  /** Succeeds when the service says that it and what it needs are well. */
  Future<?> check();

  Future<?> close();
}
