/** Prometheus's remote write and remote read; touches no file and no server. */
@NullMarked
package io.usercenter.metrics.protocol;

import org.jspecify.annotations.NullMarked;
