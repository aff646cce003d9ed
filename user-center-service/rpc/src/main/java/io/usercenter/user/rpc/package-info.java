/** The gRPC service and the wiring of its program. */
@NullMarked
package io.usercenter.user.rpc;

import org.jspecify.annotations.NullMarked;
