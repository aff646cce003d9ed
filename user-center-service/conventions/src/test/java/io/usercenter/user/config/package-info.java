@NullMarked
package io.usercenter.user.config;

import org.jspecify.annotations.NullMarked;
