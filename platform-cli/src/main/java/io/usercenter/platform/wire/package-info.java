/** Small clients for the protocols our servers speak, on plain sockets, each with a deadline. */
@NullMarked
package io.usercenter.platform.wire;

import org.jspecify.annotations.NullMarked;
