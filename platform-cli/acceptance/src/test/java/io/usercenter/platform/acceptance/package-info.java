/** Runs the shipped program as its users do. */
@NullMarked
package io.usercenter.platform.acceptance;

import org.jspecify.annotations.NullMarked;
