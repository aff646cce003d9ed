/** From what is wanted and what is there to the steps between them. Pure: no I/O, no clock. */
@NullMarked
package io.usercenter.platform.plan;

import org.jspecify.annotations.NullMarked;
