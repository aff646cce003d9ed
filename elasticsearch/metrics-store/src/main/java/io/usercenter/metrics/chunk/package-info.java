/** Samples of one series as few bytes; touches no file and no server. */
@NullMarked
package io.usercenter.metrics.chunk;

import org.jspecify.annotations.NullMarked;
