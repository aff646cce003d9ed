@NullMarked
package io.usercenter.collector.receive;

import org.jspecify.annotations.NullMarked;
