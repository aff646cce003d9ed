/** Who listens on a port of this machine. */
@NullMarked
package io.usercenter.platform.port;

import org.jspecify.annotations.NullMarked;
