/** Users as the platform thinks of them, free of any framework. */
@NullMarked
package io.usercenter.user.model;

import org.jspecify.annotations.NullMarked;
