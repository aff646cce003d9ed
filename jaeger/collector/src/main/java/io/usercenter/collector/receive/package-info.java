/** From the bytes of each protocol to spans; no I/O. */
@NullMarked
package io.usercenter.collector.receive;

import org.jspecify.annotations.NullMarked;
