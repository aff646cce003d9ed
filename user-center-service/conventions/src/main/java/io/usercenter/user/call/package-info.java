/** Calls from the gateway to the service behind it, over gRPC or within one process. */
@NullMarked
package io.usercenter.user.call;

import org.jspecify.annotations.NullMarked;
