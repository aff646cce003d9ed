/** SLF4J events as go-zero's JSON lines on standard output. */
@NullMarked
package io.usercenter.user.log;

import org.jspecify.annotations.NullMarked;
