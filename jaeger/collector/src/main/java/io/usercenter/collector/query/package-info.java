/** Finds traces and writes them in the shapes of Jaeger's and Zipkin's APIs. */
@NullMarked
package io.usercenter.collector.query;

import org.jspecify.annotations.NullMarked;
