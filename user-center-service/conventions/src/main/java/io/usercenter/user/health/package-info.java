/** Whether the things a program depends on answer. */
@NullMarked
package io.usercenter.user.health;

import org.jspecify.annotations.NullMarked;
