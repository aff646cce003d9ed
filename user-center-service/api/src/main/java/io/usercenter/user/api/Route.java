package io.usercenter.user.api;

import io.opentracing.Span;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BiFunction;

/** A path, a method, and what answers it. */
record Route(
    HttpMethod method, String path, BiFunction<HttpServerRequest, Span, Future<Answer>> handler) {}
