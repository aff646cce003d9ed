@NullMarked
package io.usercenter.platform.image;

import org.jspecify.annotations.NullMarked;
