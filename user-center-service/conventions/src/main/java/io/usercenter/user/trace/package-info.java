/** Spans: who continues whose trace, and how batches reach the collector. */
@NullMarked
package io.usercenter.user.trace;

import org.jspecify.annotations.NullMarked;
