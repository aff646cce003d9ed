/** Hashing of passwords: slow on purpose, and kept from slowing down anything else. */
@NullMarked
package io.usercenter.user.password;

import org.jspecify.annotations.NullMarked;
