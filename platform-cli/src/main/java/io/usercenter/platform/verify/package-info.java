/** Proves with real requests that a running stack works. */
@NullMarked
package io.usercenter.platform.verify;

import org.jspecify.annotations.NullMarked;
