/** The go-zero YAML file: read once, checked whole, printed masked. */
@NullMarked
package io.usercenter.user.config;

import org.jspecify.annotations.NullMarked;
