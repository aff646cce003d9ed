@NullMarked
package io.usercenter.metrics;

import org.jspecify.annotations.NullMarked;
