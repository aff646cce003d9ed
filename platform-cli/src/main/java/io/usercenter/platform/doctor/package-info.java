/** Looks for what keeps a stack from running well, and says how to mend it. */
@NullMarked
package io.usercenter.platform.doctor;

import org.jspecify.annotations.NullMarked;
