@NullMarked
package io.usercenter.collector.spool;

import org.jspecify.annotations.NullMarked;
