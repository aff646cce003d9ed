/** From received spans to Elasticsearch: intake, writer, housekeeping. */
@NullMarked
package io.usercenter.collector.store;

import org.jspecify.annotations.NullMarked;
