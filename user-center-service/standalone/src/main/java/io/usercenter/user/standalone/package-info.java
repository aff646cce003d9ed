/** The gateway and the service behind it in one process, joined by calls instead of a network. */
@NullMarked
package io.usercenter.user.standalone;

import org.jspecify.annotations.NullMarked;
