@NullMarked
package io.usercenter.platform.docker;

import org.jspecify.annotations.NullMarked;
