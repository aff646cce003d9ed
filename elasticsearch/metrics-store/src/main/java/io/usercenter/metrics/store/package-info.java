/** From what was taken to Elasticsearch, and back. */
@NullMarked
package io.usercenter.metrics.store;

import org.jspecify.annotations.NullMarked;
