@NullMarked
package io.usercenter.metrics.protocol;

import org.jspecify.annotations.NullMarked;
