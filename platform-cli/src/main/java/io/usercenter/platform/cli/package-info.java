/** The program: one class per command, what they need of the world, and what they print. */
@NullMarked
package io.usercenter.platform.cli;

import org.jspecify.annotations.NullMarked;
