@NullMarked
package io.usercenter.user.password;

import org.jspecify.annotations.NullMarked;
