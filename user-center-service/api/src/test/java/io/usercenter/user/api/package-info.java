@NullMarked
package io.usercenter.user.api;

import org.jspecify.annotations.NullMarked;
