@NullMarked
package io.usercenter.user.trace;

import org.jspecify.annotations.NullMarked;
