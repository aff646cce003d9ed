@NullMarked
package io.usercenter.user.log;

import org.jspecify.annotations.NullMarked;
