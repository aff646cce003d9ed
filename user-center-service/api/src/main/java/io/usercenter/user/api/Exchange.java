package io.usercenter.user.api;

import io.opentracing.Span;
import io.vertx.core.http.HttpServerRequest;

/** A request and the span of its answer. */
record Exchange(HttpServerRequest request, Span span) {}
