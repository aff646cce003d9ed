/** A program from its command line to its exit code. */
@NullMarked
package io.usercenter.user.program;

import org.jspecify.annotations.NullMarked;
