@NullMarked
package io.usercenter.platform.develop;

import org.jspecify.annotations.NullMarked;
