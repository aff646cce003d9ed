/** What the collector counts, for Prometheus. */
@NullMarked
package io.usercenter.collector.measure;

import org.jspecify.annotations.NullMarked;
