/** Asks a server whether it is ready, within a deadline, and says in plain words why it is not. */
@NullMarked
package io.usercenter.platform.probe;

import org.jspecify.annotations.NullMarked;
