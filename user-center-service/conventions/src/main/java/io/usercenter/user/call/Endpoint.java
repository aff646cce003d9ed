package io.usercenter.user.call;

import com.google.protobuf.Message;
import io.opentracing.Span;
import io.vertx.core.Future;
import java.util.function.BiFunction;

/**
 * What answers a method, without the span, measurement and log line that {@link Calls} puts around
 * it. A failure other than {@link Refused} becomes INTERNAL for the caller.
 */
public record Endpoint<Q extends Message, A extends Message>(
    Method<Q, A> method, BiFunction<Q, Span, Future<A>> answer) {}
