/** What a span is, in Jaeger's words, and its document in Elasticsearch; knows no protocol. */
@NullMarked
package io.usercenter.collector.span;

import org.jspecify.annotations.NullMarked;
