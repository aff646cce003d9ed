@NullMarked
package io.usercenter.metrics.chunk;

import org.jspecify.annotations.NullMarked;
