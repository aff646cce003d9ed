@NullMarked
package io.usercenter.collector.span;

import org.jspecify.annotations.NullMarked;
