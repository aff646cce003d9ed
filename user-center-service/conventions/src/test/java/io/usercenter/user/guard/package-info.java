@NullMarked
package io.usercenter.user.guard;

import org.jspecify.annotations.NullMarked;
