@NullMarked
package io.usercenter.user.store;

import org.jspecify.annotations.NullMarked;
