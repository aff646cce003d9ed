/** Lines that services logged, merged in the order of time. */
@NullMarked
package io.usercenter.platform.logs;

import org.jspecify.annotations.NullMarked;
