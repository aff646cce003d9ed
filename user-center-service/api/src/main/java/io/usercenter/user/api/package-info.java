/** The HTTP gateway: go-zero's URLs and bodies over the gRPC service, and nothing else. */
@NullMarked
package io.usercenter.user.api;

import org.jspecify.annotations.NullMarked;
