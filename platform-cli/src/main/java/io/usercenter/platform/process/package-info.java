/** The native runtime: the services of a stack as processes of this machine, without containers. */
@NullMarked
package io.usercenter.platform.process;

import org.jspecify.annotations.NullMarked;
